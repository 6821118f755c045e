package dev.rlaif.trainer.learn;

import dev.rlaif.plan.AlgorithmPlan;
import dev.rlaif.trainer.learn.LossStats.Sum;
import dev.rlaif.trainer.lora.TokenScores;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Direct preference optimisation (arXiv 2305.18290). Experiences come in pairs, the chosen answer
 * before the rejected one.
 */
public record Dpo(DpoLoss loss) implements Algorithm {

  static Dpo of(AlgorithmPlan plan) {
    return new Dpo(
        new DpoLoss(plan.preferenceLoss().orElseThrow(), plan.beta(), plan.labelSmoothing()));
  }

  @Override
  public int unit() {
    return 2;
  }

  @Override
  public boolean learnsValues() {
    return false;
  }

  /** The best and the worst answer of each group; a group of equal scores gives no pair. */
  @Override
  public List<Experience> experience(List<ScoredRollout> batch, double klCoefficient) {
    List<Experience> experiences = new ArrayList<>();
    for (List<ScoredRollout> group : Groups.comparable(batch)) {
      Optional<PreferencePair> pair = PreferencePair.of(Groups.scores(group), 0);
      pair.ifPresent(
          p -> {
            experiences.add(Experience.withoutValues(group.get(p.chosen()), 0));
            experiences.add(Experience.withoutValues(group.get(p.rejected()), 0));
          });
    }
    return List.copyOf(experiences);
  }

  @Override
  public double lossCount(Experience experience) {
    return 0.5;
  }

  @Override
  public MicroBatchLoss loss(List<Experience> microBatch, TokenScores now, double divisor) {
    LossStats.Collector sums = new LossStats.Collector();
    double[][] gradients = new double[microBatch.size()][];
    for (int b = 0; b < gradients.length; b += 2) {
      Experience chosen = microBatch.get(b);
      Experience rejected = microBatch.get(b + 1);
      DpoLoss.Side chosenSide = side(chosen, now.logProbs()[b]);
      DpoLoss.Side rejectedSide = side(rejected, now.logProbs()[b + 1]);
      DpoLoss.Pair pair = loss.pair(chosenSide, rejectedSide);
      gradients[b] = Rows.masked(pair.chosenGradient() / divisor, chosen.mask());
      gradients[b + 1] = Rows.masked(pair.rejectedGradient() / divisor, rejected.mask());
      sums.add(Sum.SAMPLES, 2);
      sums.add(Sum.LOSS_COUNT, 1);
      sums.add(Sum.POLICY_LOSS, pair.loss());
      sums.add(Sum.CHOSEN_REWARD, loss.reward(chosenSide));
      sums.add(Sum.REJECTED_REWARD, loss.reward(rejectedSide));
      sums.add(Sum.CHOSEN_LOG_PROB, chosenSide.logProb());
      sums.add(Sum.REJECTED_LOG_PROB, rejectedSide.logProb());
      sums.count(Sum.ACCURATE, loss.reward(chosenSide) > loss.reward(rejectedSide));
      sums.add(Sum.CHOSEN_TOKENS, chosen.tokens());
      sums.add(Sum.CHOSEN_LOGIT, sum(chosen, now.meanLogits()[b]));
      sums.add(Sum.REJECTED_TOKENS, rejected.tokens());
      sums.add(Sum.REJECTED_LOGIT, sum(rejected, now.meanLogits()[b + 1]));
      sums.add(Sum.TOKENS, chosen.tokens() + rejected.tokens());
      sums.add(Sum.ENTROPY, sum(chosen, now.entropy()[b]) + sum(rejected, now.entropy()[b + 1]));
    }
    return new MicroBatchLoss(gradients, Rows.zeros(gradients), sums.stats());
  }

  @Override
  public Map<String, Double> metrics(List<LossStats> miniBatches) {
    MiniBatchMeans means = new MiniBatchMeans(miniBatches);
    double chosen = means.perLossCount(Sum.CHOSEN_REWARD);
    double rejected = means.perLossCount(Sum.REJECTED_REWARD);
    Map<String, Double> metrics = new LinkedHashMap<>();
    metrics.put("loss", means.perLossCount(Sum.POLICY_LOSS));
    metrics.put("ppo/loss/policy", means.perLossCount(Sum.POLICY_LOSS));
    metrics.put("ppo/loss/total", means.perLossCount(Sum.POLICY_LOSS));
    metrics.put("ppo/policy/entropy", means.perToken(Sum.ENTROPY));
    metrics.put("entropy", means.perToken(Sum.ENTROPY));
    metrics.put("rewards/chosen", chosen);
    metrics.put("rewards/rejected", rejected);
    metrics.put("rewards/margins", chosen - rejected);
    metrics.put("rewards/accuracies", means.perLossCount(Sum.ACCURATE));
    metrics.put("logps/chosen", means.perLossCount(Sum.CHOSEN_LOG_PROB));
    metrics.put("logps/rejected", means.perLossCount(Sum.REJECTED_LOG_PROB));
    metrics.put("logits/chosen", means.mean(s -> s.mean(Sum.CHOSEN_LOGIT, Sum.CHOSEN_TOKENS)));
    metrics.put(
        "logits/rejected", means.mean(s -> s.mean(Sum.REJECTED_LOGIT, Sum.REJECTED_TOKENS)));
    return metrics;
  }

  private static DpoLoss.Side side(Experience experience, float[] logProbs) {
    return new DpoLoss.Side(
        sum(experience, logProbs),
        Masked.sum(experience.reference(), experience.mask()),
        Math.max(1, experience.tokens()));
  }

  /** Over the tokens that are learned from. */
  private static double sum(Experience experience, float[] tokens) {
    return Masked.sum(Rows.doubles(tokens), experience.mask());
  }
}
