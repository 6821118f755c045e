package dev.rlaif.trainer.train;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rlaif.trainer.tracking.StepMetrics;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class JudgePaceTest {
  private final JudgePace pace = new JudgePace();

  @Test
  void aTenthOfTheTimeIsTheMostThatAJudgeMayCost() {
    assertThat(said(1, 20, 10, 1)).isEmpty();
    List<String> said = said(21, 30, 10, 1.6);
    assertThat(said).singleElement().asString().contains("10.0 s", "11 %", "maxStaleness");
  }

  @Test
  void oneSlowReplySaysNothing() {
    said(1, 4, 10, 0);
    assertThat(said(5, 5, 10, 4)).isEmpty();
    assertThat(said(6, 9, 10, 0)).isEmpty();
  }

  @Test
  void isSaidAgainOnlyNowAndThen() {
    assertThat(said(1, 54, 10, 5)).hasSize(1);
    assertThat(said(55, 104, 10, 5)).hasSize(1);
  }

  @Test
  void pairsHaveNoJudgeToWaitFor() {
    for (int step = 1; step <= 10; step++) {
      assertThat(pace.after(StepMetrics.of(step).with(Map.of("time/step", 1.0)))).isEmpty();
    }
  }

  private List<String> said(int first, int last, double seconds, double waited) {
    List<String> said = new ArrayList<>();
    for (int step = first; step <= last; step++) {
      Map<String, Double> times = Map.of("time/step", seconds, "time/judge_wait", waited);
      pace.after(StepMetrics.of(step).with(times)).ifPresent(said::add);
    }
    return said;
  }
}
