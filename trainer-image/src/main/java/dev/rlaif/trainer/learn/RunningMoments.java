package dev.rlaif.trainer.learn;

import java.util.Arrays;

/**
 * Mean and deviation of all scores seen so far, as TRL 0.8.6 keeps them (parallel variance after
 * Chan et al.).
 *
 * @param std unbiased
 * @param variance biased
 * @param count scores seen, plus a vanishing start that avoids a division by zero
 */
public record RunningMoments(double mean, double std, double variance, double count) {

  /** Before the first score. */
  public static final RunningMoments START = new RunningMoments(0, 1, 1, 1e-24);

  /** The moments after these scores too; a batch without scores changes nothing. */
  public RunningMoments after(double[] batch) {
    int n = batch.length;
    if (n == 0) {
      return this;
    }
    double batchMean = Arrays.stream(batch).average().orElseThrow();
    double batchVariance =
        Arrays.stream(batch).map(s -> (s - batchMean) * (s - batchMean)).sum() / n;
    double difference = batchMean - mean;
    double total = count + n;
    double newVariance =
        (variance * count + difference * difference * count * n / total + batchVariance * n)
            / total;
    // one score alone has no unbiased deviation; 1 leaves scores as they are until there are two
    double newStd = total > 1 ? Math.sqrt(newVariance * total / (total - 1)) : 1;
    return new RunningMoments(mean + difference * n / total, newStd, newVariance, total);
  }
}
