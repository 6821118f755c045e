package dev.rlaif.trainer.learn;

import java.util.Optional;

/**
 * RLOO's loss of one answer (arXiv 2402.14740): one clipped ratio of whole answers.
 *
 * @param logRatioClamp bound of the summed log-ratio before the exponential
 */
public record RlooLoss(double clipLow, double clipHigh, Optional<Double> logRatioClamp) {

  /**
   * @param gradient dLoss/dlp, the same for every token of the mask
   */
  public record Answer(double loss, double gradient, double ratio, boolean clipped) {}

  /**
   * -min(c*A, clip(c)*A) with c = exp(sum_t(lp - lpOld)).
   *
   * @param logRatio sum over the answer's tokens
   */
  public Answer answer(double logRatio, double advantage) {
    PpoLoss.Token token =
        new PpoLoss(clipLow, clipHigh, Optional.empty(), logRatioClamp)
            .token(logRatio, 0, advantage);
    return new Answer(token.loss(), token.gradient(), token.ratio(), token.clipped());
  }
}
