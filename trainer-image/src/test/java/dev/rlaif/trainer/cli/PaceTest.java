package dev.rlaif.trainer.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;

class PaceTest {
  private static final long SECOND = 1_000_000_000;

  @Test
  void goesByWhatWasDoneHere() {
    var resumed = new Pace(5000, 7 * SECOND);
    assertThat(resumed.left(6000, 10_000, 17 * SECOND)).contains(Duration.ofSeconds(40));
    assertThat(resumed.text(6000, 10_000, 17 * SECOND)).isEqualTo(", 0:00:40 left");
    assertThat(new Pace(0, 0).text(1, 10_000, 3 * SECOND)).isEqualTo(", 8:19:57 left");
  }

  @Test
  void saysNothingBeforeItKnowsAndAtTheEnd() {
    var pace = new Pace(0, 0);
    assertThat(pace.text(0, 10, 60 * SECOND)).isEmpty();
    assertThat(pace.text(3, 10, SECOND)).isEmpty();
    assertThat(pace.text(10, 10, 60 * SECOND)).isEmpty();
  }
}
