package dev.rlaif.trainer.learn;

import dev.rlaif.trainer.learn.LossStats.Sum;
import java.util.List;
import java.util.Map;

/** Names and formulas of what PPO reports of an update. */
record PpoMetrics(double valueCoefficient) {

  Map<String, Double> of(List<LossStats> miniBatches) {
    MiniBatchMeans means = new MiniBatchMeans(miniBatches);
    Map<String, Double> metrics = means.ofRatios();
    double policy = means.perLossCount(Sum.POLICY_LOSS);
    double value = means.perLossCount(Sum.VALUE_LOSS);
    metrics.put("ppo/loss/value", value);
    metrics.put("ppo/loss/total", policy + valueCoefficient * value);
    metrics.put("ppo/policy/clipfrac_dual", means.perToken(Sum.DUAL_CLIPPED));
    metrics.put("ppo/val/vpred", means.perToken(Sum.VALUE_PREDICTION));
    double error = means.perToken(Sum.VALUE_ERROR);
    metrics.put("ppo/val/error", error);
    metrics.put("ppo/val/clipfrac", means.perToken(Sum.VALUE_CLIPPED));
    metrics.put("ppo/val/mean", means.perToken(Sum.OLD_VALUE));
    metrics.put("ppo/val/var", means.mean(s -> s.variance(Sum.OLD_VALUE, Sum.OLD_VALUE_SQUARED)));
    metrics.put("ppo/returns/mean", means.perToken(Sum.RETURN));
    double variance = means.mean(s -> s.variance(Sum.RETURN, Sum.RETURN_SQUARED));
    metrics.put("ppo/returns/var", variance);
    // of averaged numbers, as TRL has it; undefined where all returns are equal
    if (variance > 0) {
      metrics.put("ppo/val/var_explained", 1 - error / variance);
    }
    return metrics;
  }
}
