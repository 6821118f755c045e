package dev.rlaif.trainer.learn;

import dev.rlaif.plan.AlgorithmPlan;
import dev.rlaif.trainer.lora.TokenScores;
import java.util.List;
import java.util.Map;

/**
 * What distinguishes one learning algorithm from another; the training loop does not know which one
 * runs.
 */
public interface Algorithm {

  /** Consecutive experiences that stay together: 1, or 2 where the loss is one of pairs. */
  int unit();

  /** Whether there is a value function to train. */
  boolean learnsValues();

  /**
   * Turns scored answers into what is learned from; an answer without anything to compare it with
   * may be left out.
   *
   * @param klCoefficient beta of this step, where KL is part of the reward
   */
  List<Experience> experience(List<ScoredRollout> batch, double klCoefficient);

  /** Share of one experience in what the loss is divided by: its tokens, 1, or half a pair. */
  double lossCount(Experience experience);

  /**
   * Loss and derivatives of a micro-batch.
   *
   * @param now log-probabilities and values of the policy that is being updated
   * @param divisor of all sums: loss counts of the whole mini-batch or optimiser step
   */
  MicroBatchLoss loss(List<Experience> microBatch, TokenScores now, double divisor);

  /** Metrics of one update by name, means over its mini-batches. */
  Map<String, Double> metrics(List<LossStats> miniBatches);

  /** The algorithm of a plan. */
  static Algorithm of(AlgorithmPlan plan) {
    return switch (plan.type()) {
      case PPO -> new Ppo(plan);
      case GRPO -> Grpo.of(plan);
      case RLOO -> Rloo.of(plan);
      case DPO -> Dpo.of(plan);
    };
  }
}
