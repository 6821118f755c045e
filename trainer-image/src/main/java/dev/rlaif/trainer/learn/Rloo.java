package dev.rlaif.trainer.learn;

import dev.rlaif.plan.AlgorithmPlan;
import dev.rlaif.trainer.learn.LossStats.Sum;
import dev.rlaif.trainer.lora.TokenScores;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * REINFORCE leave-one-out (arXiv 2402.14740): each answer against the mean of the others, KL in the
 * reward, one ratio for a whole answer.
 *
 * @param beta KL coefficient of the reward, per whole answer
 */
public record Rloo(RlooLoss loss, double beta) implements Algorithm {

  static Rloo of(AlgorithmPlan plan) {
    return new Rloo(
        new RlooLoss(plan.clipRange(), plan.clipRangeHigh(), plan.logRatioClamp()), plan.beta());
  }

  @Override
  public int unit() {
    return 1;
  }

  @Override
  public boolean learnsValues() {
    return false;
  }

  @Override
  public List<Experience> experience(List<ScoredRollout> batch, double klCoefficient) {
    List<Experience> experiences = new ArrayList<>();
    for (List<ScoredRollout> group : Groups.comparable(batch)) {
      double[] rewards = group.stream().mapToDouble(this::reward).toArray();
      double[] advantages = GroupAdvantage.leaveOneOut(rewards);
      for (int i = 0; i < rewards.length; i++) {
        experiences.add(Experience.withoutValues(group.get(i), advantages[i]));
      }
    }
    return List.copyOf(experiences);
  }

  @Override
  public double lossCount(Experience experience) {
    return experience.tokens() > 0 ? 1 : 0;
  }

  @Override
  public MicroBatchLoss loss(List<Experience> microBatch, TokenScores now, double divisor) {
    LossStats.Collector sums = new LossStats.Collector();
    double[][] gradients = new double[microBatch.size()][];
    for (int b = 0; b < gradients.length; b++) {
      Experience e = microBatch.get(b);
      gradients[b] = new double[e.mask().length];
      sums.add(Sum.SAMPLES, 1);
      if (e.tokens() == 0) {
        continue;
      }
      double logRatio = 0;
      double advantage = 0;
      double weight = 1;
      for (int t = 0; t < gradients[b].length; t++) {
        if (e.mask()[t]) {
          double logProb = now.logProbs()[b][t];
          sums.addToken(logProb, now.entropy()[b][t], e, t);
          logRatio += logProb - e.logProbsOld()[t];
          advantage = e.advantages()[t];
          weight *= e.weights()[t];
        }
      }
      weight = Math.min(weight, OffPolicy.CAP);
      RlooLoss.Answer answer = loss.answer(logRatio, advantage);
      gradients[b] = Rows.masked(weight * answer.gradient() / divisor, e.mask());
      sums.add(Sum.LOSS_COUNT, 1);
      sums.add(Sum.POLICY_LOSS, weight * answer.loss());
      sums.add(Sum.RATIO_COUNT, 1);
      sums.add(Sum.RATIO, answer.ratio());
      sums.count(advantage > 0 ? Sum.CLIPPED_HIGH : Sum.CLIPPED_LOW, answer.clipped());
    }
    return new MicroBatchLoss(gradients, Rows.zeros(gradients), sums.stats());
  }

  @Override
  public Map<String, Double> metrics(List<LossStats> miniBatches) {
    return new MiniBatchMeans(miniBatches).ofGroups(0);
  }

  private double reward(ScoredRollout rollout) {
    double kl = 0;
    for (int t = 0; t < rollout.mask().length; t++) {
      kl += rollout.mask()[t] ? rollout.logProbs()[t] - rollout.reference()[t] : 0;
    }
    return rollout.score() - beta * kl;
  }
}
