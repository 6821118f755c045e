package dev.rlaif.trainer.validate;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rlaif.trainer.tracking.StepMetrics;
import java.util.List;
import org.junit.jupiter.api.Test;

class HackingSignsTest {
  private static final StepMetrics BASE = metrics(0, 0.02, 0.05, 0.1, 0.3);

  @Test
  void soundAnswersHaveNone() {
    assertThat(signs(metrics(20, 0.05, 0.06, 0.4, 0.49))).isEmpty();
  }

  @Test
  void eachIsSaidWithWhatToChange() {
    assertThat(signs(metrics(20, 0.5, 0.2, 0.9, 0.7)))
        .satisfiesExactly(
            length -> assertThat(length).contains("length (correlation 0.90)").contains("format"),
            same -> assertThat(same).contains("50 % of the answers").contains("KL coefficient"),
            refusals -> assertThat(refusals).contains("20 % of the answers decline"),
            canary -> assertThat(canary).contains("0.70").contains("rlaif judge check"));
  }

  @Test
  void shorterAnswersMayPayToo() {
    assertThat(signs(metrics(20, 0, 0, -0.8, 0))).singleElement().asString().contains("-0.80");
  }

  @Test
  void whatTheBaseModelDidAlreadyIsNoSign() {
    StepMetrics repeats = metrics(0, 0.4, 0.3, 0, 0);
    assertThat(HackingSigns.of(List.of(repeats, metrics(20, 0.6, 0.5, 0, 0)), 0.5)).isEmpty();
  }

  private static List<String> signs(StepMetrics now) {
    return HackingSigns.of(List.of(BASE, now), 0.5);
  }

  private static StepMetrics metrics(
      long step, double duplicates, double refusals, double correlation, double canary) {
    return StepMetrics.of(step)
        .with("validation/duplicates", duplicates)
        .with("validation/refusals", refusals)
        .with("validation/length_correlation", correlation)
        .with("canary/max_p", canary);
  }
}
