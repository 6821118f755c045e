package dev.rlaif.operator.metrics;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rlaif.api.v1alpha1.RlaifRunStatus;
import dev.rlaif.api.v1alpha1.RunPhase;
import dev.rlaif.api.v1alpha1.TrainingStatus;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class StaleProgressTest {
  private static final Instant SAID = Instant.parse("2026-01-01T10:00:00Z");

  /** With 3600 s for 90 percents, one takes 40 s; with 360,000 s, more than an hour. */
  @ParameterizedTest
  @CsvSource({
    "3600,   599, false",
    "3600,   601, true",
    "360000, 11999, false",
    "360000, 12001, true"
  })
  void silenceIsMeasuredByWhatAPercentTakes(long remaining, long silent, boolean stale) {
    var training = new TrainingStatus(10L, 100L, 10, remaining, SAID, List.of());

    assertThat(StaleProgress.is(status(RunPhase.TRAINING, training), SAID.plusSeconds(silent)))
        .isEqualTo(stale);
  }

  @Test
  void aRunThatDoesNotTrainIsNotStale() {
    var training = new TrainingStatus(100L, 100L, 100, 0L, SAID, List.of());

    assertThat(StaleProgress.is(status(RunPhase.SUCCEEDED, training), SAID.plusSeconds(999_999)))
        .isFalse();
  }

  private static RlaifRunStatus status(RunPhase phase, TrainingStatus training) {
    return new RlaifRunStatus(
        1L, phase, SAID, null, null, List.of(), null, List.of(), training, null, null, null, null,
        null, null);
  }
}
