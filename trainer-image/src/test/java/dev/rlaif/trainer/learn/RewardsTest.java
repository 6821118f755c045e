package dev.rlaif.trainer.learn;

import static dev.rlaif.trainer.learn.Vectors.LP;
import static dev.rlaif.trainer.learn.Vectors.MASK;
import static dev.rlaif.trainer.learn.Vectors.REF;
import static dev.rlaif.trainer.learn.Vectors.SCORE;
import static dev.rlaif.trainer.learn.Vectors.TOLERANCE;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.rlaif.api.v1alpha1.KlEstimator;
import dev.rlaif.trainer.stage.StageFailure;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RewardsTest {

  @ParameterizedTest
  @CsvSource({"K1, V2_kl", "K2, V2_k2", "K3, V2_k3"})
  void estimatorsFollowV2(KlEstimator estimator, String vector) {
    double[][] expected = Vectors.matrix(Vectors.of(vector));
    for (int b = 0; b < 2; b++) {
      assertThat(kl(estimator, b)).containsExactly(expected[b], TOLERANCE);
    }
  }

  @Test
  void absoluteEstimateIsTheDistance() {
    assertThat(kl(KlEstimator.ABS, 0)).containsExactly(new double[] {0.2, 0.1, 0.5, 0}, TOLERANCE);
  }

  @Test
  void fullEstimateIsRefusedWithAReason() {
    assertThatThrownBy(() -> kl(KlEstimator.FULL, 0))
        .isInstanceOf(StageFailure.class)
        .hasMessageContaining("kl.estimator");
  }

  @Test
  void clampBoundsTheLogRatio() {
    double[] kl =
        KlEstimate.row(
            KlEstimator.K1, Optional.of(10.0), new double[] {0, -30}, new double[] {-50, 0});
    assertThat(kl).containsExactly(10, -10);
  }

  @Test
  void scoreSitsOnTheLastResponseTokenAsInV2() {
    double[][] expected = Vectors.matrix(Vectors.of("V2_rewards"));
    int[] last = {3, 2};
    for (int b = 0; b < 2; b++) {
      double[] rewards = Rewards.perToken(kl(KlEstimator.K1, b), 0.2, SCORE[b], last[b]);
      assertThat(rewards).containsExactly(expected[b], TOLERANCE);
    }
  }

  @Test
  void k3VariantOfTheLaterPlacementFollowsV3b() {
    double[][] expected = {
      {-0.000936537654, -0.000258545904, -0.007436063535, 1.5},
      {-0.000936537654, -0.001070137908, -0.005326532986, -0.5}
    };
    double sum = 0;
    for (int b = 0; b < 2; b++) {
      double[] kl = kl(KlEstimator.K3, b);
      assertThat(Rewards.perToken(kl, 0.05, SCORE[b], 3)).containsExactly(expected[b], TOLERANCE);
      sum += Masked.sum(kl, MASK[b]);
    }
    assertThat(sum / 2).isCloseTo(0.159643556402, TOLERANCE);
    assertThat(-0.05 * sum / 2).isCloseTo(-0.00798217782011, TOLERANCE);
  }

  @Test
  void maskedMeanOfK3FollowsV2() {
    double[][] k3 = {kl(KlEstimator.K3, 0), kl(KlEstimator.K3, 1)};
    assertThat(Masked.mean(k3, MASK))
        .isCloseTo(Vectors.of("V2_k3_masked_mean").doubleValue(), TOLERANCE);
  }

  private static double[] kl(KlEstimator estimator, int row) {
    return KlEstimate.row(estimator, Optional.empty(), LP[row], REF[row]);
  }
}
