package dev.rlaif.trainer.learn;

import dev.rlaif.api.v1alpha1.KlEstimator;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.ToDoubleFunction;

/** What a step's scored answers say before anything is learned from them, by TRL's names. */
public final class BatchMetrics {
  private BatchMetrics() {}

  /**
   * Sum of the KL estimates of one answer, nats per response.
   *
   * @param estimator as the reward uses it
   */
  public static double kl(ScoredRollout rollout, KlEstimator estimator) {
    double sum = 0;
    for (int t = 0; t < rollout.mask().length; t++) {
      if (rollout.mask()[t]) {
        sum += KlEstimate.of(estimator, rollout.logProbs()[t], rollout.reference()[t]);
      }
    }
    return sum;
  }

  /**
   * Objective and lengths of a batch; empty for an empty batch.
   *
   * @param klCoefficient beta that this step used
   */
  public static Map<String, Double> of(
      List<ScoredRollout> batch, KlEstimator estimator, double klCoefficient) {
    Map<String, Double> metrics = new LinkedHashMap<>();
    if (batch.isEmpty()) {
      return metrics;
    }
    double tokens = batch.stream().mapToInt(r -> Masked.count(r.mask())).sum();
    double[] kl = column(batch, r -> kl(r, estimator));
    metrics.put("objective/kl", mean(kl));
    metrics.put("objective/kl_coef", klCoefficient);
    metrics.put("objective/entropy", -mean(column(batch, r -> Masked.sum(r.logProbs(), r.mask()))));
    if (tokens > 0) {
      double k3 = Arrays.stream(column(batch, r -> kl(r, KlEstimator.K3))).sum();
      metrics.put("objective/kl_k3_per_token", k3 / tokens);
      metrics.put("ppo/mean_non_score_reward", -klCoefficient * Arrays.stream(kl).sum() / tokens);
    }
    double[] scores = column(batch, ScoredRollout::score);
    metrics.put("ppo/mean_scores", mean(scores));
    metrics.put("ppo/std_scores", deviation(scores));
    putLengths(metrics, "queries", column(batch, r -> r.sequence().promptIds().length));
    putLengths(metrics, "responses", column(batch, r -> r.sequence().responseIds().length));
    return metrics;
  }

  /** Mean and unbiased deviation of the judge's rewards, before any scaling or clip. */
  public static Map<String, Double> ofRewards(double[] rewards) {
    Map<String, Double> metrics = new LinkedHashMap<>();
    if (rewards.length > 0) {
      metrics.put("env/reward_mean", mean(rewards));
      metrics.put("env/reward_std", deviation(rewards));
    }
    return metrics;
  }

  private static void putLengths(Map<String, Double> metrics, String of, double[] lengths) {
    metrics.put("tokens/" + of + "_len_mean", mean(lengths));
    metrics.put("tokens/" + of + "_len_std", deviation(lengths));
  }

  private static double[] column(
      List<ScoredRollout> batch, ToDoubleFunction<ScoredRollout> number) {
    return batch.stream().mapToDouble(number).toArray();
  }

  private static double mean(double[] values) {
    return Arrays.stream(values).average().orElse(0);
  }

  private static double deviation(double[] values) {
    double mean = mean(values);
    double squares = Arrays.stream(values).map(v -> (v - mean) * (v - mean)).sum();
    return values.length < 2 ? 0 : Math.sqrt(squares / (values.length - 1));
  }
}
