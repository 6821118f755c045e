package dev.rlaif.trainer.learn;

import java.util.Arrays;

/**
 * Correction for log-probabilities of an engine that differ from the trainer's own although the
 * weights are the same. Ratios are exp(lpOld - lpRollout); no gradient flows through them.
 */
public final class ImportanceWeights {
  private ImportanceWeights() {}

  /** [L] exp(lpOld_t - lpRollout_t). */
  public static double[] ratios(double[] logProbsOld, double[] logProbsRollout) {
    double[] ratios = new double[logProbsOld.length];
    for (int t = 0; t < ratios.length; t++) {
      ratios[t] = Math.exp(logProbsOld[t] - logProbsRollout[t]);
    }
    return ratios;
  }

  /** Truncated importance sampling: ratios of at most {@code cap}. */
  public static double[] truncated(double[] ratios, double cap) {
    return Arrays.stream(ratios).map(r -> Math.min(r, cap)).toArray();
  }

  /** Ratios bounded at both ends. */
  public static double[] bounded(double[] ratios, double low, double high) {
    return Arrays.stream(ratios).map(r -> Math.max(low, Math.min(high, r))).toArray();
  }

  /** Ratios inside the band, 0 outside (IcePop). */
  public static double[] banded(double[] ratios, double low, double high) {
    return Arrays.stream(ratios).map(r -> r < low || r > high ? 0 : r).toArray();
  }

  /** Ratio of the whole sequence: product over its tokens. */
  public static double sequenceRatio(double[] ratios) {
    return Math.exp(Arrays.stream(ratios).map(Math::log).sum());
  }

  /** Geometric mean of the token ratios; a sequence outside a narrow band around 1 is masked. */
  public static double geometricMean(double[] ratios) {
    return Math.exp(Arrays.stream(ratios).map(Math::log).average().orElse(0));
  }
}
