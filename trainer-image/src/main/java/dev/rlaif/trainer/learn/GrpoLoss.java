package dev.rlaif.trainer.learn;

import java.util.Optional;

/**
 * GRPO's loss of one answer (DeepSeekMath, arXiv 2402.03300, eq. 3), KL in the loss.
 *
 * @param delta cap of the ratio that is not clipped
 * @param klCoefficient beta; 0 leaves the KL term out
 */
public record GrpoLoss(
    double clipLow,
    double clipHigh,
    Optional<Double> delta,
    double klCoefficient,
    KlGradient klGradient,
    RatioLevel ratioLevel) {

  public GrpoLoss {
    if (delta.isPresent() && delta.get() <= 1 + clipHigh) {
      throw new IllegalArgumentException(
          "delta is " + delta.get() + ": must be above 1 + clipHigh = " + (1 + clipHigh));
    }
  }

  /** Gradient of the KL term; its value is k3 either way. */
  public enum KlGradient {
    /** d, the gradient of k2: unbiased for the KL divergence */
    K2,
    /** 1 - exp(-d), as TRL differentiates k3 */
    K3
  }

  /** What one ratio is of. */
  public enum RatioLevel {
    TOKEN,
    /** exponent of the mean log-ratio (GSPO, arXiv 2507.18071, eq. 7) */
    SEQUENCE
  }

  /**
   * Sums over an answer's tokens, not divided.
   *
   * @param gradients [L] d(policyLoss + klCoefficient * kl)/dlp
   * @param kl sum of k3
   */
  public record Answer(
      double policyLoss,
      double kl,
      double[] gradients,
      double ratioSum,
      int clippedLow,
      int clippedHigh) {}

  public Answer answer(double[] logProbs, Experience experience) {
    boolean[] mask = experience.mask();
    double[] gradients = new double[mask.length];
    int tokens = experience.tokens();
    double meanLogRatio = 0;
    for (int t = 0; t < mask.length; t++) {
      meanLogRatio += mask[t] ? (logProbs[t] - experience.logProbsOld()[t]) / tokens : 0;
    }
    double policyLoss = 0;
    double kl = 0;
    double ratioSum = 0;
    double sequenceGradient = 0;
    int low = 0;
    int high = 0;
    for (int t = 0; t < mask.length; t++) {
      if (!mask[t]) {
        continue;
      }
      boolean perToken = ratioLevel == RatioLevel.TOKEN;
      double ratio = Math.exp(perToken ? logProbs[t] - experience.logProbsOld()[t] : meanLogRatio);
      double advantage = experience.advantages()[t];
      double capped = Math.min(ratio, delta.orElse(Double.POSITIVE_INFINITY));
      double clipped = Math.max(1 - clipLow, Math.min(1 + clipHigh, ratio));
      boolean flat = clipped * advantage < capped * advantage;
      double weight = experience.weights()[t];
      policyLoss -= weight * (flat ? clipped : capped) * advantage;
      double slope = flat || capped < ratio ? 0 : -weight * advantage * ratio;
      if (perToken) {
        gradients[t] += slope;
      } else {
        sequenceGradient += slope;
      }
      ratioSum += ratio;
      low += ratio < 1 - clipLow && advantage < 0 ? 1 : 0;
      high += ratio > 1 + clipHigh && advantage > 0 ? 1 : 0;
      double d = logProbs[t] - experience.reference()[t];
      kl += KlEstimate.k3(d);
      if (klCoefficient != 0) {
        gradients[t] += klCoefficient * (klGradient == KlGradient.K2 ? d : 1 - Math.exp(-d));
      }
    }
    for (int t = 0; t < mask.length; t++) {
      gradients[t] += mask[t] ? sequenceGradient / tokens : 0;
    }
    return new Answer(policyLoss, kl, gradients, ratioSum, low, high);
  }
}
