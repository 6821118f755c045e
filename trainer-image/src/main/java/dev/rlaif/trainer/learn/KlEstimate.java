package dev.rlaif.trainer.learn;

import dev.rlaif.api.v1alpha1.KlEstimator;
import dev.rlaif.trainer.stage.StageFailure;
import java.util.Optional;

/**
 * Estimates of KL(policy || reference) at one token, nats, from d = lp - ref (Schulman,
 * "Approximating KL Divergence").
 */
public final class KlEstimate {
  private KlEstimate() {}

  /**
   * @throws StageFailure for {@code FULL}, which needs both distributions instead of two numbers
   */
  public static double of(KlEstimator estimator, double logProb, double reference) {
    double d = logProb - reference;
    return switch (estimator) {
      case K1 -> d;
      case ABS -> Math.abs(d);
      case K2 -> d * d / 2;
      case K3 -> k3(d);
      case FULL ->
          throw StageFailure.wrong(
              "algorithm.overrides.kl.estimator is full: the policy returns the log-probabilities"
                  + " of the sampled tokens only; use k1, k2, k3 or abs");
    };
  }

  /** exp(-d) + d - 1: unbiased and never negative. */
  public static double k3(double d) {
    return Math.exp(-d) + d - 1;
  }

  /**
   * The estimate at every token of a row.
   *
   * @param clamp bound of |lp - ref|
   */
  public static double[] row(
      KlEstimator estimator, Optional<Double> clamp, double[] logProbs, double[] reference) {
    double bound = clamp.orElse(Double.POSITIVE_INFINITY);
    double[] kl = new double[logProbs.length];
    for (int t = 0; t < kl.length; t++) {
      double d = Math.max(-bound, Math.min(bound, logProbs[t] - reference[t]));
      kl[t] = of(estimator, d, 0);
    }
    return kl;
  }
}
