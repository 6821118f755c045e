package dev.rlaif.trainer.learn;

import dev.rlaif.plan.AlgorithmPlan;
import dev.rlaif.trainer.learn.GroupAdvantage.Scaling;
import dev.rlaif.trainer.learn.GrpoLoss.KlGradient;
import dev.rlaif.trainer.learn.GrpoLoss.RatioLevel;
import dev.rlaif.trainer.learn.LossStats.Sum;
import dev.rlaif.trainer.lora.TokenScores;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Group relative policy optimisation (DeepSeekMath, arXiv 2402.03300).
 *
 * @param scaling of the advantages
 */
public record Grpo(GrpoLoss loss, Aggregation aggregation, Scaling scaling) implements Algorithm {

  /** How the losses of tokens become one number. */
  public sealed interface Aggregation {}

  /** Sum over tokens by their count: DAPO's over the optimiser step, BNPO's over a mini-batch. */
  public record TokenMean() implements Aggregation {}

  /** Mean over answers of the mean over their tokens (the original GRPO). */
  public record AnswerMean() implements Aggregation {}

  /** Sum over tokens by answers times the length limit (Dr. GRPO, arXiv 2503.20783). */
  public record FixedLength(int maxNewTokens) implements Aggregation {}

  static Grpo of(AlgorithmPlan plan) {
    return new Grpo(
        new GrpoLoss(
            plan.clipRange(),
            plan.clipRangeHigh(),
            Optional.empty(),
            plan.beta(),
            KlGradient.K2,
            RatioLevel.TOKEN),
        new TokenMean(),
        Scaling.GROUP);
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
    List<List<ScoredRollout>> groups = Groups.comparable(batch);
    double[][] scores = groups.stream().map(Groups::scores).toArray(double[][]::new);
    double[][] advantages = GroupAdvantage.relative(scores, scaling);
    List<Experience> experiences = new ArrayList<>();
    for (int g = 0; g < groups.size(); g++) {
      for (int i = 0; i < advantages[g].length; i++) {
        experiences.add(Experience.withoutValues(groups.get(g).get(i), advantages[g][i]));
      }
    }
    return List.copyOf(experiences);
  }

  @Override
  public double lossCount(Experience experience) {
    if (aggregation instanceof FixedLength fixed) {
      return fixed.maxNewTokens();
    }
    if (aggregation instanceof AnswerMean) {
      return experience.tokens() > 0 ? 1 : 0;
    }
    return experience.tokens();
  }

  @Override
  public MicroBatchLoss loss(List<Experience> microBatch, TokenScores now, double divisor) {
    LossStats.Collector sums = new LossStats.Collector();
    double[][] gradients = new double[microBatch.size()][];
    for (int b = 0; b < gradients.length; b++) {
      Experience e = microBatch.get(b);
      double[] logProbs = Rows.doubles(now.logProbs()[b]);
      GrpoLoss.Answer answer = loss.answer(logProbs, e);
      double perToken = aggregation instanceof AnswerMean ? 1.0 / Math.max(1, e.tokens()) : 1;
      gradients[b] = Rows.scaled(answer.gradients(), perToken / divisor);
      sums.add(Sum.SAMPLES, 1);
      sums.add(Sum.LOSS_COUNT, lossCount(e));
      sums.add(Sum.POLICY_LOSS, answer.policyLoss() * perToken);
      sums.add(Sum.KL_LOSS, answer.kl() * perToken);
      sums.add(Sum.RATIO_COUNT, e.tokens());
      sums.add(Sum.RATIO, answer.ratioSum());
      sums.add(Sum.CLIPPED_LOW, answer.clippedLow());
      sums.add(Sum.CLIPPED_HIGH, answer.clippedHigh());
      for (int t = 0; t < logProbs.length; t++) {
        if (e.mask()[t]) {
          sums.addToken(logProbs[t], now.entropy()[b][t], e, t);
        }
      }
    }
    return new MicroBatchLoss(gradients, Rows.zeros(gradients), sums.stats());
  }

  @Override
  public Map<String, Double> metrics(List<LossStats> miniBatches) {
    return new MiniBatchMeans(miniBatches).ofGroups(loss.klCoefficient());
  }
}
