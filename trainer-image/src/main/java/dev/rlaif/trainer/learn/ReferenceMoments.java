package dev.rlaif.trainer.learn;

import dev.rlaif.api.v1alpha1.Reason;
import dev.rlaif.trainer.stage.StageFailure;
import java.util.Arrays;
import java.util.Locale;

/**
 * Mean and deviation of the base model's scores, measured once before the first step.
 *
 * @param mean of the logits
 * @param std unbiased
 */
public record ReferenceMoments(double mean, double std) {
  /** Below this the judge hardly tells the base model's answers apart. */
  private static final double SMALLEST_STD = 0.05;

  /**
   * @param logits scores of the base model's answers to training prompts
   * @throws StageFailure if the judge does not separate the answers
   */
  public static ReferenceMoments of(double[] logits) {
    double mean = Arrays.stream(logits).average().orElse(Double.NaN);
    double squares = Arrays.stream(logits).map(s -> (s - mean) * (s - mean)).sum();
    double std = logits.length < 2 ? 0 : Math.sqrt(squares / (logits.length - 1));
    if (!(std >= SMALLEST_STD)) {
      throw StageFailure.wrong(
              String.format(
                  Locale.ROOT,
                  "the judge gives %d answers of the base model nearly the same score (standard"
                      + " deviation %.4f of the logit, at least %.2f is needed): there is nothing to"
                      + " learn from; make the judge's prompt or scale finer, or the prompts more"
                      + " varied",
                  logits.length,
                  std,
                  SMALLEST_STD))
          .because(Reason.REWARD_COLLAPSED);
    }
    return new ReferenceMoments(mean, std);
  }
}
