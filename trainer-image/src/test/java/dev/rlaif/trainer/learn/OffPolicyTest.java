package dev.rlaif.trainer.learn;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rlaif.trainer.lora.Sequence;
import java.util.Arrays;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.Test;

class OffPolicyTest {
  private static final Offset<Double> CLOSE = Offset.offset(1e-6);

  /** What vector V9 has as the policy's log-probabilities. */
  private static final double[] POLICY = {-1, -1, -2};

  private static final float[] FAR = {-1.1f, -3, -1.9f};
  private static final float[] NEAR = {-1.005f, -1.001f, -1.997f};

  @Test
  void ownAnswersAreTakenAsTheyAre() {
    ScoredRollout rollout = rollout();
    assertThat(OffPolicy.NONE.correct(rollout, FAR)).isSameAs(rollout);
  }

  @Test
  void weightsAreTheTruncatedRatiosOfV9() {
    ScoredRollout stale = OffPolicy.STALE.correct(rollout(), FAR);
    assertThat(stale.weights())
        .containsExactly(Vectors.row(Vectors.of("V9").get("tis_cap2")), CLOSE);
    assertThat(stale.mask()).containsExactly(true, true, true);
    assertThat(stale.logProbs()).isEqualTo(POLICY);
  }

  @Test
  void answerThatAnotherEngineSeesOtherwiseIsNotLearnedFrom() {
    assertThat(OffPolicy.ENGINE.correct(rollout(), FAR).mask())
        .containsExactly(false, false, false);
    ScoredRollout near = OffPolicy.ENGINE.correct(rollout(), NEAR);
    assertThat(near.mask()).containsExactly(true, true, true);
    assertThat(near.weights()[0]).isCloseTo(Math.exp(0.005), CLOSE);
  }

  @Test
  void answerWithANumberThatIsNoneIsNotLearnedFrom() {
    float[] broken = {Float.NaN, -1, -2};
    assertThat(OffPolicy.ENGINE.correct(rollout(), broken).mask()).doesNotContain(true);
  }

  private static ScoredRollout rollout() {
    boolean[] mask = new boolean[3];
    Arrays.fill(mask, true);
    double[] ones = {1, 1, 1};
    var sequence = new Sequence(new int[] {1}, new int[] {2, 3, 4});
    return new ScoredRollout(sequence, 0, 1, mask, POLICY, POLICY, new double[3], ones);
  }
}
