package dev.rlaif.trainer.learn;

import java.util.Optional;

/**
 * The clipped policy loss of one token (Schulman et al. 2017, arXiv 1707.06347, eq. 7), with a
 * higher upper clip (DAPO, arXiv 2503.14476) and the dual clip (Ye et al. 2019, arXiv 1912.09729,
 * eq. 5).
 *
 * @param clipLow ratio at least 1 - clipLow
 * @param clipHigh ratio at most 1 + clipHigh
 * @param dualClip bound of the loss at negative advantages, in multiples of |A|
 * @param logRatioClamp bound of |lp - lpOld| before the exponential
 */
public record PpoLoss(
    double clipLow, double clipHigh, Optional<Double> dualClip, Optional<Double> logRatioClamp) {

  /**
   * @param gradient dLoss/dlp
   * @param ratio new to old probability
   */
  public record Token(
      double loss, double gradient, double ratio, boolean clipped, boolean dualClipped) {}

  /** max(-A*ratio, -A*clip(ratio)), at A below 0 no more than -dualClip*A. */
  public Token token(double logProb, double logProbOld, double advantage) {
    double difference = logProb - logProbOld;
    double bound = logRatioClamp.orElse(Double.POSITIVE_INFINITY);
    double ratio = Math.exp(Math.max(-bound, Math.min(bound, difference)));
    double plain = -advantage * ratio;
    double clippedLoss = -advantage * Math.max(1 - clipLow, Math.min(1 + clipHigh, ratio));
    boolean clipped = clippedLoss > plain;
    double loss = clipped ? clippedLoss : plain;
    boolean dual = advantage < 0 && dualClip.isPresent() && loss > -dualClip.get() * advantage;
    if (dual) {
      loss = -dualClip.orElseThrow() * advantage;
    }
    boolean flat = clipped || dual || Math.abs(difference) > bound;
    // 0 and not -A*ratio*0, which would be NaN where the ratio overflowed
    return new Token(loss, flat ? 0 : plain, ratio, clipped, dual);
  }
}
