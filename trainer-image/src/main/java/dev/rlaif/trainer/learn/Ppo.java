package dev.rlaif.trainer.learn;

import dev.rlaif.plan.AlgorithmPlan;
import dev.rlaif.trainer.learn.LossStats.Sum;
import dev.rlaif.trainer.lora.TokenScores;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Proximal policy optimisation with a value function, KL in the reward. */
public record Ppo(AlgorithmPlan plan) implements Algorithm {

  @Override
  public int unit() {
    return 1;
  }

  @Override
  public boolean learnsValues() {
    return true;
  }

  @Override
  public List<Experience> experience(List<ScoredRollout> batch, double klCoefficient) {
    int size = batch.size();
    boolean[][] mask = new boolean[size][];
    double[][] values = new double[size][];
    double[][] rewards = new double[size][];
    for (int b = 0; b < size; b++) {
      ScoredRollout rollout = batch.get(b);
      mask[b] = rollout.mask();
      values[b] = Rows.masked(rollout.values(), mask[b]);
      double[] kl =
          KlEstimate.row(
              plan.kl().estimator(), plan.kl().clamp(), rollout.logProbs(), rollout.reference());
      rewards[b] = Rewards.perToken(kl, klCoefficient, rollout.score(), Masked.last(mask[b]));
    }
    if (Masked.count(mask) == 0) {
      return List.of();
    }
    if (plan.whitenRewards()) {
      rewards = Masked.whiten(rewards, mask, Masked.Mean.KEPT);
    }
    double[][] advantages = new double[size][];
    double[][] returns = new double[size][];
    for (int b = 0; b < size; b++) {
      advantages[b] = advantage(rewards[b], values[b], mask[b], plan.lambda());
      double[] forReturns = advantage(rewards[b], values[b], mask[b], plan.lambdaValue());
      returns[b] = GeneralizedAdvantage.returns(forReturns, values[b], mask[b]);
    }
    double[][] whitened = Masked.whiten(advantages, mask, Masked.Mean.SHIFTED_TO_ZERO);
    List<Experience> experiences = new ArrayList<>(size);
    for (int b = 0; b < size; b++) {
      ScoredRollout rollout = batch.get(b);
      experiences.add(
          new Experience(
              rollout.sequence(),
              mask[b],
              rollout.logProbs(),
              rollout.reference(),
              values[b],
              rewards[b],
              whitened[b],
              returns[b],
              rollout.weights(),
              rollout.score()));
    }
    return List.copyOf(experiences);
  }

  @Override
  public double lossCount(Experience experience) {
    return experience.tokens();
  }

  @Override
  public MicroBatchLoss loss(List<Experience> microBatch, TokenScores now, double divisor) {
    PpoLoss policyLoss =
        new PpoLoss(plan.clipRange(), plan.clipRangeHigh(), plan.dualClip(), plan.logRatioClamp());
    ValueLoss valueLoss = new ValueLoss(plan.valueClipRange());
    LossStats.Collector sums = new LossStats.Collector();
    double[][] logProbGradients = new double[microBatch.size()][];
    double[][] valueGradients = new double[microBatch.size()][];
    for (int b = 0; b < microBatch.size(); b++) {
      Experience e = microBatch.get(b);
      logProbGradients[b] = new double[e.mask().length];
      valueGradients[b] = new double[e.mask().length];
      sums.add(Sum.SAMPLES, 1);
      for (int t = 0; t < e.mask().length; t++) {
        if (!e.mask()[t]) {
          continue;
        }
        double logProb = now.logProbs()[b][t];
        double value = now.values()[b][t];
        PpoLoss.Token policy = policyLoss.token(logProb, e.logProbsOld()[t], e.advantages()[t]);
        ValueLoss.Token error = valueLoss.token(value, e.values()[t], e.returns()[t]);
        logProbGradients[b][t] = e.weights()[t] * policy.gradient() / divisor;
        valueGradients[b][t] = plan.valueCoefficient() * error.gradient() / divisor;
        sums.addToken(logProb, now.entropy()[b][t], e, t);
        sums.add(Sum.LOSS_COUNT, 1);
        sums.add(Sum.POLICY_LOSS, e.weights()[t] * policy.loss());
        sums.add(Sum.RATIO_COUNT, 1);
        sums.add(Sum.RATIO, policy.ratio());
        // a clip acts above the range at A > 0 and below it at A < 0
        sums.count(e.advantages()[t] > 0 ? Sum.CLIPPED_HIGH : Sum.CLIPPED_LOW, policy.clipped());
        sums.count(Sum.DUAL_CLIPPED, policy.dualClipped());
        sums.add(Sum.VALUE_LOSS, error.loss());
        sums.count(Sum.VALUE_CLIPPED, error.clipped());
        sums.addValue(value, e.values()[t], e.returns()[t]);
      }
    }
    return new MicroBatchLoss(logProbGradients, valueGradients, sums.stats());
  }

  @Override
  public Map<String, Double> metrics(List<LossStats> miniBatches) {
    return new PpoMetrics(plan.valueCoefficient()).of(miniBatches);
  }

  private double[] advantage(double[] rewards, double[] values, boolean[] mask, double lambda) {
    return GeneralizedAdvantage.of(rewards, values, mask, plan.gamma(), lambda);
  }
}
