package dev.rlaif.trainer.evaluate;

import dev.rlaif.trainer.proof.Interval;
import java.util.Arrays;
import java.util.SplittableRandom;
import java.util.function.ToDoubleFunction;

/**
 * Percentile intervals by drawing prompts with replacement; a prompt takes both of its answers
 * along, so what the two models share does not widen the interval (Efron and Tibshirani 1993,
 * chapter 13).
 */
public final class PairedBootstrap {
  private static final int RESAMPLES = 2000;

  private PairedBootstrap() {}

  /**
   * @param prompts how many prompts there are
   * @param statistic figure of the prompts with these indices, each as often as it is named
   * @param confidence two-sided, for example 0.95
   */
  public static Interval interval(
      int prompts, ToDoubleFunction<int[]> statistic, double confidence, long seed) {
    var random = new SplittableRandom(seed);
    var figures = new double[RESAMPLES];
    var drawn = new int[prompts];
    for (int r = 0; r < RESAMPLES; r++) {
      for (int i = 0; i < prompts; i++) {
        drawn[i] = random.nextInt(prompts);
      }
      figures[r] = statistic.applyAsDouble(drawn);
    }
    Arrays.sort(figures);
    int cut = (int) Math.floor((1 - confidence) / 2 * RESAMPLES);
    return new Interval(figures[cut], figures[RESAMPLES - 1 - cut]);
  }
}
