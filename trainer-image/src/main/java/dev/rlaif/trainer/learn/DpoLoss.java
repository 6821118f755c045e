package dev.rlaif.trainer.learn;

import dev.rlaif.api.v1alpha1.PreferenceLoss;

/**
 * Losses of a preference pair (DPO, arXiv 2305.18290).
 *
 * @param beta strength of the tie to the reference, above 0
 * @param labelSmoothing share of labels thought to be wrong, in [0, 0.5); read by {@code ROBUST}
 *     and {@code CONSERVATIVE}
 */
public record DpoLoss(PreferenceLoss kind, double beta, double labelSmoothing) {

  /**
   * One answer of the pair: sums over its response tokens.
   *
   * @param tokens L, at least 1
   */
  public record Side(double logProb, double reference, int tokens) {
    double logRatio() {
      return logProb - reference;
    }
  }

  /**
   * @param chosenGradient dLoss/dlp of each token of the chosen answer
   * @param rejectedGradient the same of the rejected one
   */
  public record Pair(double loss, double chosenGradient, double rejectedGradient) {}

  public Pair pair(Side chosen, Side rejected) {
    boolean averaged = kind == PreferenceLoss.IPO;
    double chosenScale = averaged ? 1.0 / chosen.tokens() : 1;
    double rejectedScale = averaged ? 1.0 / rejected.tokens() : 1;
    double margin = chosen.logRatio() * chosenScale - rejected.logRatio() * rejectedScale;
    double slope = slope(margin);
    return new Pair(loss(margin), slope * chosenScale, -slope * rejectedScale);
  }

  /** Reward that the policy implies: beta * (lp - ref). */
  public double reward(Side side) {
    return beta * side.logRatio();
  }

  private double loss(double margin) {
    double z = beta * margin;
    double e = labelSmoothing;
    return switch (kind) {
      case SIGMOID -> softplus(-z);
      case HINGE -> Math.max(0, 1 - z);
      case IPO, IPO_SUMMED -> Math.pow(margin - 1 / (2 * beta), 2);
      case ROBUST -> ((1 - e) * softplus(-z) - e * softplus(z)) / (1 - 2 * e);
      case CONSERVATIVE -> (1 - e) * softplus(-z) + e * softplus(z);
    };
  }

  private double slope(double margin) {
    double z = beta * margin;
    double e = labelSmoothing;
    return switch (kind) {
      case SIGMOID -> -beta * logistic(-z);
      case HINGE -> z < 1 ? -beta : 0;
      case IPO, IPO_SUMMED -> 2 * (margin - 1 / (2 * beta));
      case ROBUST -> beta * (-(1 - e) * logistic(-z) - e * logistic(z)) / (1 - 2 * e);
      case CONSERVATIVE -> beta * (-(1 - e) * logistic(-z) + e * logistic(z));
    };
  }

  /** log(1 + exp(x)) without overflow; -softplus(-z) is the logarithm of the logistic function. */
  private static double softplus(double x) {
    return Math.max(x, 0) + Math.log1p(Math.exp(-Math.abs(x)));
  }

  private static double logistic(double x) {
    return x >= 0 ? 1 / (1 + Math.exp(-x)) : Math.exp(x) / (1 + Math.exp(x));
  }
}
