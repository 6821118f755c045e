package dev.rlaif.trainer.learn;

import static dev.rlaif.trainer.learn.Vectors.LP;
import static dev.rlaif.trainer.learn.Vectors.MASK;
import static dev.rlaif.trainer.learn.Vectors.REF;
import static dev.rlaif.trainer.learn.Vectors.SCORE;
import static dev.rlaif.trainer.learn.Vectors.TOLERANCE;
import static dev.rlaif.trainer.learn.Vectors.VALUES;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.rlaif.api.v1alpha1.KlEstimator;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class GeneralizedAdvantageTest {
  private static final boolean[] ALL = {true, true, true, true};
  private static final boolean[][] EVERY = {ALL, ALL};

  @Test
  void advantagesAndReturnsFollowV3() {
    double[][] rewards = Vectors.matrix(Vectors.of("V2_rewards"));
    double[][] advantages = advantages(rewards, VALUES, MASK);
    assertMasked(advantages, Vectors.of("V3_adv"));
    double[][] returns = {returns(advantages, 0), returns(advantages, 1)};
    assertMasked(returns, Vectors.of("V3_ret"));
    double[][] whitened = Masked.whiten(advantages, MASK, Masked.Mean.SHIFTED_TO_ZERO);
    assertMasked(whitened, Vectors.of("V3_wadv"));
    double[][] expected = Vectors.matrix(Vectors.of("V3_wadv_masked"));
    for (int b = 0; b < 2; b++) {
      assertThat(whitened[b]).containsExactly(expected[b], TOLERANCE);
    }
  }

  /**
   * TRL whitens rewards of the padded matrix and lets the pads, which are then not 0, into the
   * recursion; reproduced here by taking pads for tokens. Our rows have no pads, so that in
   * training nothing leaks.
   */
  @Test
  void whitenedRewardsFollowV3WherePadsLeakAsInTrl() {
    double[][] rewards = Vectors.matrix(Vectors.of("V2_rewards"));
    double[][] whitened = Masked.whiten(rewards, MASK, Masked.Mean.KEPT);
    double mean = Masked.mean(rewards, MASK);
    double scale = 1 / Math.sqrt(Masked.variance(rewards, MASK) + 1e-8);
    whitened[1][3] = (0 - mean) * scale + mean;
    double[][] values = {VALUES[0], {0.0, -0.1, 0.2, 0}};
    double[][] expected = Vectors.matrix(Vectors.of("V3_whiten_rewards_adv"));
    double[][] advantages = advantages(whitened, values, EVERY);
    for (int b = 0; b < 2; b++) {
      assertThat(advantages[b]).containsExactly(expected[b], TOLERANCE);
    }
  }

  @Test
  void laterPlacementOfTrlFollowsV3b() {
    JsonNode v3b = Vectors.of("V3b");
    double[][] rewards = new double[2][];
    for (int b = 0; b < 2; b++) {
      double[] kl = KlEstimate.row(KlEstimator.K1, Optional.empty(), LP[b], REF[b]);
      rewards[b] = Rewards.perToken(kl, 0.05, SCORE[b], 3);
      assertThat(rewards[b]).containsExactly(Vectors.matrix(v3b.get("rewards"))[b], TOLERANCE);
    }
    double[][] advantages = advantages(rewards, VALUES, EVERY);
    double[][] whitened = Masked.whiten(advantages, MASK, Masked.Mean.SHIFTED_TO_ZERO);
    for (int b = 0; b < 2; b++) {
      assertThat(advantages[b]).containsExactly(Vectors.matrix(v3b.get("adv"))[b], TOLERANCE);
      assertThat(GeneralizedAdvantage.returns(advantages[b], VALUES[b], ALL))
          .containsExactly(Vectors.matrix(v3b.get("ret"))[b], TOLERANCE);
      assertThat(whitened[b]).containsExactly(Vectors.matrix(v3b.get("wadv"))[b], TOLERANCE);
    }
  }

  @Test
  void discountingFollowsV11() {
    double[] values = {0, 0, 0, 1};
    double[] rewards = {0, 0, 0, 1};
    double[] advantages = GeneralizedAdvantage.of(rewards, values, ALL, 0.9, 0.95);
    JsonNode v11 = Vectors.of("V11");
    assertThat(advantages).containsExactly(Vectors.matrix(v11.get(0))[0], TOLERANCE);
    assertThat(GeneralizedAdvantage.returns(advantages, values, ALL))
        .containsExactly(Vectors.matrix(v11.get(1))[0], TOLERANCE);
  }

  @Test
  void holeOfTheMaskIsCarriedOverAsInV19() {
    double[] rewards = {0, 0, 1};
    double[] values = {0.5, 99, 0.2};
    double[] carried =
        GeneralizedAdvantage.of(rewards, values, new boolean[] {true, false, true}, 1, 0.95);
    assertThat(carried).containsExactly(new double[] {0.46, 0, 0.8}, TOLERANCE);
    double[] zeroed =
        GeneralizedAdvantage.of(
            rewards, new double[] {0.5, 0, 0.2}, new boolean[] {true, true, true}, 1, 0.95);
    assertThat(zeroed).containsExactly(new double[] {0.412, 0.96, 0.8}, TOLERANCE);
  }

  @Test
  void lengthAdaptiveLambdaFollowsV14() {
    for (double[] pair : Vectors.matrix(Vectors.of("V14"))) {
      assertThat(GeneralizedAdvantage.lengthAdaptiveLambda(0.05, (int) pair[0]))
          .isCloseTo(pair[1], TOLERANCE);
    }
  }

  private static double[][] advantages(double[][] rewards, double[][] values, boolean[][] mask) {
    double[][] advantages = new double[rewards.length][];
    for (int b = 0; b < rewards.length; b++) {
      advantages[b] = GeneralizedAdvantage.of(rewards[b], values[b], mask[b], 1, 0.95);
    }
    return advantages;
  }

  private static double[] returns(double[][] advantages, int row) {
    return GeneralizedAdvantage.returns(advantages[row], VALUES[row], MASK[row]);
  }

  private static void assertMasked(double[][] found, JsonNode expected) {
    for (int b = 0; b < found.length; b++) {
      for (int t = 0; t < found[b].length; t++) {
        if (MASK[b][t]) {
          assertThat(found[b][t]).isCloseTo(expected.get(b).get(t).doubleValue(), TOLERANCE);
        }
      }
    }
  }
}
