package dev.rlaif.trainer.train;

import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.rlaif.trainer.judge.Judgement;
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
    assertThatCode(() -> SelfTest.firstBatch(ROLLOUTS, SAME, SAME)).doesNotThrowAnyException();
  }

  @Test
  void roundingIsAllowed() {
    TokenScores rounded = shifted(0.9e-4f);
    assertThatCode(() -> SelfTest.firstBatch(ROLLOUTS, SAME, rounded)).doesNotThrowAnyException();
    assertThatCode(() -> SelfTest.firstBatch(ROLLOUTS, rounded, rounded))
        .doesNotThrowAnyException();
  }

  @Test
  void otherReferenceIsNamedAsKl() {
    assertThatThrownBy(() -> SelfTest.firstBatch(ROLLOUTS, SAME, shifted(1.5e-4f)))
        .isInstanceOf(StageFailure.class)
        .extracting(error -> ((StageFailure) error).exit())
        .isEqualTo(StageFailure.Exit.WRONG);
    assertThatThrownBy(() -> SelfTest.firstBatch(ROLLOUTS, SAME, shifted(1.5e-4f)))
        .hasMessageContaining("policy and reference (KL at step 0)")
        .hasMessageContaining("answer 1, token 2")
        .hasMessageNotContaining("ratio");
  }

  @Test
  void otherGenerationIsNamedAsRatio() {
    TokenScores trained = shifted(-1.5e-4f);
    assertThatThrownBy(() -> SelfTest.firstBatch(ROLLOUTS, trained, trained))
        .isInstanceOf(StageFailure.class)
        .hasMessageContaining("generation and training (ratio at step 0)")
        .hasMessageContaining("answer 1, token 2")
        .hasMessageNotContaining("KL");
  }

  @Test
  void notANumberDoesNotHold() {
    TokenScores broken = shifted(Float.NaN);
    assertThatThrownBy(() -> SelfTest.firstBatch(ROLLOUTS, broken, broken))
        .isInstanceOf(StageFailure.class);
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
