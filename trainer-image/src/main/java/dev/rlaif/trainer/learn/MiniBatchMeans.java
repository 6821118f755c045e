package dev.rlaif.trainer.learn;

import dev.rlaif.trainer.learn.LossStats.Sum;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.ToDoubleFunction;

/** Means over the mini-batches of an update, as TRL reports them, with the names of TRL. */
record MiniBatchMeans(List<LossStats> miniBatches) {

  double mean(ToDoubleFunction<LossStats> number) {
    return miniBatches.stream().mapToDouble(number).average().orElse(0);
  }

  double perToken(Sum sum) {
    return mean(stats -> stats.perToken(sum));
  }

  double perLossCount(Sum sum) {
    return mean(stats -> stats.mean(sum, Sum.LOSS_COUNT));
  }

  double perRatio(Sum sum) {
    return mean(stats -> stats.mean(sum, Sum.RATIO_COUNT));
  }

  /** What every algorithm with ratios reports. */
  Map<String, Double> ofRatios() {
    Map<String, Double> metrics = new LinkedHashMap<>();
    metrics.put("ppo/loss/policy", perLossCount(Sum.POLICY_LOSS));
    metrics.put("ppo/policy/entropy", perToken(Sum.ENTROPY));
    metrics.put("ppo/policy/approxkl", perToken(Sum.APPROX_KL));
    metrics.put("ppo/policy/policykl", perToken(Sum.POLICY_KL));
    metrics.put("ppo/policy/clipfrac", perRatio(Sum.CLIPPED_LOW) + perRatio(Sum.CLIPPED_HIGH));
    metrics.put("ppo/policy/ratio", mean(LossStats::meanRatio));
    metrics.put("ppo/policy/advantages_mean", perToken(Sum.ADVANTAGE));
    return metrics;
  }

  /** Policy and KL loss of the algorithms whose KL term is part of the loss or absent. */
  Map<String, Double> ofGroups(double klCoefficient) {
    Map<String, Double> metrics = ofRatios();
    metrics.put(
        "ppo/loss/total",
        perLossCount(Sum.POLICY_LOSS) + klCoefficient * perLossCount(Sum.KL_LOSS));
    metrics.put("clip_ratio/low_mean", perRatio(Sum.CLIPPED_LOW));
    metrics.put("clip_ratio/high_mean", perRatio(Sum.CLIPPED_HIGH));
    metrics.put("clip_ratio/region_mean", perRatio(Sum.CLIPPED_LOW) + perRatio(Sum.CLIPPED_HIGH));
    return metrics;
  }
}
