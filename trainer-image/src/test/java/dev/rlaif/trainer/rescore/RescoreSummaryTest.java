package dev.rlaif.trainer.rescore;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.rlaif.trainer.judge.JudgementStatus;
import dev.rlaif.trainer.stage.StageFailure;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class RescoreSummaryTest {

  private static RescoredSample sample(String place, @Nullable Double first, @Nullable Double p) {
    var status = p == null ? JudgementStatus.PARSE_ERROR : JudgementStatus.OK;
    return new RescoredSample(place, "id", "q", "a", first, p, status, "");
  }

  private static RescoreSummary summary(RescoredSample... samples) {
    return RescoreSummary.of("other", "hash", List.of(samples));
  }

  @Test
  void comparesWhatBothScored() {
    RescoreSummary summary =
        summary(
            sample("step 1", 0.1, 0.2),
            sample("step 1", 0.9, 0.8),
            sample("step 2", 0.2, 0.6),
            sample("step 2", 0.8, 0.9),
            sample("step 2", null, 0.9),
            sample("greedy base", 0.5, null));

    assertThat(summary.answers()).isEqualTo(6);
    assertThat(summary.both()).isEqualTo(4);
    assertThat(summary.agreement()).isEqualTo(0.75);
    assertThat(summary.kappa()).isCloseTo(0.5, within(1e-12));
    assertThat(summary.correlation()).isCloseTo(0.870382224882439, within(1e-9));
    assertThat(summary.missing()).containsEntry(JudgementStatus.PARSE_ERROR, 1);
    assertThat(summary.places())
        .extracting(RescoreSummary.Place::place)
        .containsExactly("step 1", "step 2", "greedy base");
    assertThat(summary.places().get(1).firstMean()).isEqualTo(0.5);
    assertThat(summary.places().get(1).mean()).isCloseTo(0.8, within(1e-12));
    assertThat(summary.places().get(2).mean()).isNull();
  }

  @Test
  void saysNothingThatItCannotKnow() {
    RescoreSummary same = summary(sample("step 1", 0.9, 0.9), sample("step 1", 0.9, 0.8));
    assertThat(same.correlation()).isNull();
    assertThat(same.kappa()).isNull();
    assertThat(same.agreement()).isEqualTo(1);
    assertThat(summary(sample("step 1", null, 0.9)).agreement()).isNull();
    assertThat(RescoreText.of(same)).contains("correlation   -", "agreement     1.0000");
  }

  @Test
  void stepsAreOneOrARange() {
    assertThat(StepRange.parse("3")).isEqualTo(new StepRange(3, 3));
    assertThat(StepRange.parse("3..12")).isEqualTo(new StepRange(3, 12));
    for (String wrong : List.of("", "a", "5..3", "1-3", "..4", "99999999999")) {
      assertThatThrownBy(() -> StepRange.parse(wrong))
          .isInstanceOf(StageFailure.class)
          .hasMessageContaining("N..M");
    }
  }
}
