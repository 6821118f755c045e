package dev.rlaif.trainer.learn;

/**
 * A judge's probability on its way to the score that the algorithm uses; each stage is kept, so
 * that tables show what was done.
 *
 * @param probability p
 * @param reward log(p/(1-p)), or what else the judge's transform makes of p
 * @param normalised after scaling or normalisation
 * @param clipped after the clip
 * @param penalty what was taken off for length or a missing end, 0 or more
 * @param value clipped - penalty: what the algorithm uses
 * @param trained false: the sample counts in metrics and baselines, its tokens are not trained on
 */
public record Score(
    double probability,
    double reward,
    double normalised,
    double clipped,
    double penalty,
    double value,
    boolean trained) {

  /** log(p/(1-p)); negative below 0.5. */
  public static double logit(double probability) {
    return Math.log(probability / (1 - probability));
  }
}
