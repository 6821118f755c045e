package dev.rlaif.trainer.train;

import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.rlaif.trainer.judge.Judgement;
import dev.rlaif.trainer.lora.LogProbTolerance;
import dev.rlaif.trainer.lora.TokenScores;
import dev.rlaif.trainer.rollout.FinishReason;
import dev.rlaif.trainer.stage.StageFailure;
import java.util.List;
import org.junit.jupiter.api.Test;

class SelfTestTest {
  private static final float[] FIRST = {-1, -2};
  private static final float[] SECOND = {-0.5f, -0.25f, -4};
  private static final List<JudgedRollout> ROLLOUTS = List.of(answer(0, FIRST), answer(1, SECOND));
  private static final TokenScores SAME = ToyRollouts.scores(FIRST, SECOND);

  @Test
  void equalPassesHold() {
    assertThatCode(() -> firstBatch(SAME, SAME)).doesNotThrowAnyException();
  }

  @Test
  void roundingIsAllowed() {
    TokenScores rounded = shifted(4e-4f);
    assertThatCode(() -> firstBatch(SAME, rounded)).doesNotThrowAnyException();
    assertThatCode(() -> firstBatch(rounded, rounded)).doesNotThrowAnyException();
  }

  @Test
  void otherReferenceIsNamedAsKl() {
    assertThatThrownBy(() -> firstBatch(SAME, shifted(1.5e-3f)))
        .isInstanceOf(StageFailure.class)
        .extracting(error -> ((StageFailure) error).exit())
        .isEqualTo(StageFailure.Exit.WRONG);
    assertThatThrownBy(() -> firstBatch(SAME, shifted(1.5e-3f)))
        .hasMessageContaining("policy and reference (KL at step 0)")
        .hasMessageContaining("answer 1, token 2")
        .hasMessageNotContaining("ratio");
  }

  @Test
  void otherGenerationIsNamedAsRatio() {
    TokenScores trained = shifted(-1.5e-3f);
    assertThatThrownBy(() -> firstBatch(trained, trained))
        .isInstanceOf(StageFailure.class)
        .hasMessageContaining("generation and training (ratio at step 0)")
        .hasMessageContaining("answer 1, token 2")
        .hasMessageNotContaining("KL");
  }

  @Test
  void roundingDoesNotAddUp() {
    assertThatThrownBy(() -> firstBatch(SAME, shifted(6e-4f)))
        .hasMessageContaining("KL at step 0")
        .hasMessageContaining("on average; at most 1e-04");
  }

  @Test
  void notANumberDoesNotHold() {
    TokenScores broken = shifted(Float.NaN);
    assertThatThrownBy(() -> firstBatch(broken, broken)).isInstanceOf(StageFailure.class);
  }

  @Test
  void bfloat16RoundsMoreButNotOnAverage() {
    LogProbTolerance half = LogProbTolerance.BFLOAT16;
    TokenScores rounded = shifted(0.09f);
    assertThatCode(() -> SelfTest.firstBatch(ROLLOUTS, rounded, rounded, half, half))
        .doesNotThrowAnyException();
    TokenScores biased = shifted(0.11f);
    assertThatThrownBy(() -> SelfTest.firstBatch(ROLLOUTS, biased, biased, half, half))
        .hasMessageContaining("ratio at step 0")
        .hasMessageContaining("on average; at most 2e-02");
    TokenScores wrong = shifted(0.6f);
    assertThatThrownBy(() -> SelfTest.firstBatch(ROLLOUTS, wrong, wrong, half, half))
        .hasMessageContaining("answer 1, token 2; at most 5e-01");
  }

  private static void firstBatch(TokenScores policy, TokenScores reference) {
    SelfTest.firstBatch(
        ROLLOUTS, policy, reference, LogProbTolerance.FLOAT32, LogProbTolerance.FLOAT32);
  }

  /** The same, but for the last token of the second answer. */
  private static TokenScores shifted(float by) {
    float[] row = SECOND.clone();
    row[2] += by;
    return ToyRollouts.scores(FIRST, row);
  }

  private static JudgedRollout answer(int group, float[] logProbs) {
    return ToyRollouts.of(group, Judgement.ok(0.5, ""), FinishReason.STOP, logProbs);
  }
}
