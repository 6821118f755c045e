package dev.rlaif.trainer.train;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rlaif.api.v1alpha1.Transform;
import dev.rlaif.api.v1alpha1.TransformType;
import dev.rlaif.trainer.judge.Judgement;
import dev.rlaif.trainer.judge.JudgementStatus;
import dev.rlaif.trainer.judge.RewardTransform;
import dev.rlaif.trainer.learn.OffPolicy;
import dev.rlaif.trainer.lora.TokenScores;
import dev.rlaif.trainer.rollout.FinishReason;
import java.util.List;
import java.util.Map;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.Test;

class StepFiguresTest {
  private static final Offset<Double> ROUNDING = Offset.offset(1e-6);
  private static final RewardTransform LOGIT =
      new RewardTransform(new Transform(TransformType.LOGIT, null));
  private static final List<JudgedRollout> ANSWERS =
      List.of(
          ToyRollouts.of(0, Judgement.ok(0.9, ""), FinishReason.STOP, -1, -1),
          ToyRollouts.of(1, Judgement.ok(0.5, ""), FinishReason.LENGTH, -1, -1, -1, -1),
          ToyRollouts.of(2, missing(JudgementStatus.TIMEOUT), FinishReason.STOP, -1),
          ToyRollouts.of(3, missing(JudgementStatus.HTTP_5XX), FinishReason.STOP, -1));

  @Test
  void missingScoresAreCountedAndNeverZero() {
    Map<String, Double> figures = StepFigures.ofAnswers(ANSWERS, LOGIT);
    assertThat(figures)
        .containsEntry("judge/missing_frac", 0.5)
        .containsEntry("judge/missing_timeout", 0.25)
        .containsEntry("judge/missing_http_5xx", 0.25)
        .doesNotContainKeys("judge/missing_ok", "judge/missing_network");
    assertThat(figures.get("judge/p_mean")).isCloseTo(0.7, ROUNDING);
    assertThat(figures.get("judge/p_std")).isCloseTo(0.2, ROUNDING);
    assertThat(figures.get("env/reward_mean")).isCloseTo(Math.log(9) / 2, ROUNDING);
    assertThat(figures.get("env/reward_std")).isCloseTo(Math.log(9) / Math.sqrt(2), ROUNDING);
  }

  @Test
  void withoutAnyScoreThereIsNoMean() {
    Map<String, Double> figures = StepFigures.ofAnswers(ANSWERS.subList(2, 4), LOGIT);
    assertThat(figures)
        .containsEntry("judge/missing_frac", 1.0)
        .doesNotContainKeys("judge/p_mean", "env/reward_mean");
  }

  @Test
  void lengthsAndEndingsAreOfAllAnswers() {
    assertThat(StepFigures.ofAnswers(ANSWERS, LOGIT))
        .containsEntry("completions/mean_length", 2.0)
        .containsEntry("completions/min_length", 1.0)
        .containsEntry("completions/max_length", 4.0)
        .containsEntry("completions/eos_frac", 0.75)
        .containsEntry("completions/clipped_ratio", 0.25)
        .containsEntry("completions/dup_frac", 0.25);
  }

  @Test
  void mismatchIsTheLargestDifferenceAndTheMeanK3() {
    TokenScores trained =
        ToyRollouts.scores(
            new float[] {-1, -1.5f},
            new float[] {-1, -1, -1, -1},
            new float[] {-0.75f},
            new float[] {-1});
    Map<String, Double> figures = StepFigures.ofEngines(ANSWERS, trained, OffPolicy.NONE);
    double k3 = (Math.exp(0.5) - 0.5 - 1 + Math.exp(-0.25) + 0.25 - 1) / 8;
    assertThat(figures.get("mismatch/logp_diff_max")).isEqualTo(0.5);
    assertThat(figures.get("mismatch/kl_k3")).isCloseTo(k3, ROUNDING);
  }

  @Test
  void entropyIsPerTokenNotPerAnswer() {
    float[][] entropy = {{1, 1, 1}, {5}};
    assertThat(StepFigures.entropy(new TokenScores(entropy, entropy, entropy, entropy)))
        .isEqualTo(2);
  }

  private static Judgement missing(JudgementStatus status) {
    return Judgement.missing(status, "");
  }
}
