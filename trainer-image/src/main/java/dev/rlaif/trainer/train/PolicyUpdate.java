package dev.rlaif.trainer.train;

import ai.djl.engine.EngineException;
import dev.rlaif.api.v1alpha1.Reason;
import dev.rlaif.plan.AlgorithmPlan;
import dev.rlaif.plan.AlgorithmPlan.LossDivisor;
import dev.rlaif.plan.AlgorithmPlan.RatioAction;
import dev.rlaif.trainer.kernel.AllocationFailure;
import dev.rlaif.trainer.learn.AdamW;
import dev.rlaif.trainer.learn.Algorithm;
import dev.rlaif.trainer.learn.Experience;
import dev.rlaif.trainer.learn.LossStats;
import dev.rlaif.trainer.learn.LossStats.Sum;
import dev.rlaif.trainer.learn.MicroBatchLoss;
import dev.rlaif.trainer.learn.Permutation;
import dev.rlaif.trainer.lora.MicroLoss;
import dev.rlaif.trainer.lora.Policy;
import dev.rlaif.trainer.lora.TokenScores;
import dev.rlaif.trainer.stage.StageFailure;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * The optimiser phase of a training step: epochs of optimiser steps, each made of mini-batches,
 * each of micro-batches. Mini-batches are mathematics; micro-batches only split memory.
 */
public final class PolicyUpdate {
  /** TRL stops when the policy moved this many times the target. */
  private static final double EARLY_STOP_FACTOR = 1.5;

  private final Policy policy;
  private final Algorithm algorithm;
  private final Settings settings;
  private final AlgorithmPlan plan;
  private final Optimiser optimiser;
  private final Consumer<BatchDump> dump;
  private final MicroBatchSize microBatchSize;
  private boolean underWay;

  /**
   * @param earlyStopKl target of {@code ppo/policy/policykl}; absent: all epochs are run
   */
  public record Settings(AlgorithmPlan plan, long seed, Optional<Double> earlyStopKl) {}

  /**
   * What an update did.
   *
   * @param metrics by name, means over mini-batches and optimiser steps
   * @param stats sums over all mini-batches that were used
   * @param optimiserSteps updates of the parameters
   * @param skippedSteps optimiser steps left out because of their ratios
   */
  public record Result(
      Map<String, Double> metrics, LossStats stats, int optimiserSteps, int skippedSteps) {}

  /**
   * @param resume optimiser state of a checkpoint; a group that is absent starts afresh
   * @param dump takes the batch at which training had to stop
   */
  public PolicyUpdate(
      Policy policy,
      Algorithm algorithm,
      Settings settings,
      Map<Policy.Group, AdamW.State> resume,
      Consumer<BatchDump> dump) {
    this.policy = policy;
    this.algorithm = algorithm;
    this.settings = settings;
    this.plan = settings.plan();
    this.optimiser = new Optimiser(policy, plan, algorithm.learnsValues(), resume);
    this.microBatchSize = new MicroBatchSize(policy, algorithm.unit());
    this.dump = dump;
  }

  public Map<Policy.Group, AdamW.State> optimiserState() {
    return optimiser.state();
  }

  /**
   * Learns from a batch; without a single trained token nothing is done and the step counts as
   * skipped.
   *
   * @param step of training, the first is 1; decides rates and the order of the samples
   * @throws StageFailure if a loss or a gradient is not finite; parameters are then as they were
   *     before the optimiser step
   */
  public Result run(long step, List<Experience> experiences) {
    underWay = true;
    List<List<Experience>> units =
        Batches.split(experiences, algorithm.unit()).stream()
            .filter(unit -> lossCount(unit) > 0)
            .toList();
    Tally tally = new Tally();
    int epochs = 0;
    boolean stop = units.isEmpty();
    while (epochs < plan.epochs() && !stop) {
      runEpoch(step, epochs, units, tally);
      stop = exceedsEarlyStop(tally.lastMiniBatch());
      epochs++;
    }
    underWay = false;
    return result(step, tally, epochs);
  }

  /** Whether an update began that did not end: the parameters are those of no step then. */
  boolean isUnderWay() {
    return underWay;
  }

  private void runEpoch(long step, int epoch, List<List<Experience>> units, Tally tally) {
    int[] order = Permutation.of(units.size(), settings.seed(), step, epoch);
    List<List<Experience>> shuffled = new ArrayList<>(units.size());
    for (int index : order) {
      shuffled.add(units.get(index));
    }
    for (var batch : Batches.split(shuffled, plan.miniBatchSize() * plan.accumulation())) {
      var miniBatches =
          Batches.split(batch, plan.miniBatchSize()).stream().map(Batches::flat).toList();
      optimiserStep(step, epoch, miniBatches, tally);
    }
  }

  private void optimiserStep(
      long step, int epoch, List<List<Experience>> miniBatches, Tally tally) {
    List<BatchDump.Row> seen = new ArrayList<>();
    Gradients gradients = optimiser.zeros();
    LossStats whole = LossStats.zero();
    List<LossStats> used = new ArrayList<>();
    double allCounts = lossCount(Batches.flat(miniBatches));
    for (List<Experience> miniBatch : miniBatches) {
      double divisor =
          plan.lossDivisor() == LossDivisor.GLOBAL_TOKENS
              ? allCounts
              : lossCount(miniBatch) * miniBatches.size();
      LossStats stats = backward(step, epoch, miniBatch, divisor, seen);
      boolean tooFar = !(stats.meanRatio() <= plan.ratioThreshold());
      if (!stats.isFinite() && !(tooFar && plan.ratioAction() == RatioAction.SKIP_STEP)) {
        throw stop(step, epoch, "the loss", seen);
      }
      whole = whole.plus(stats);
      if (tooFar && plan.ratioAction() == RatioAction.ZERO_LOSS) {
        used.add(stats.withoutLosses());
      } else {
        used.add(stats);
        gradients.add(policy);
      }
    }
    boolean tooFar = !(whole.meanRatio() <= plan.ratioThreshold());
    if (tooFar && plan.ratioAction() == RatioAction.SKIP_STEP) {
      tally.skip(used);
      return;
    }
    Map<Policy.Group, Double> norms = gradients.norms();
    if (!norms.values().stream().allMatch(Double::isFinite)) {
      throw stop(step, epoch, "a gradient", seen);
    }
    optimiser.step(step, gradients, norms);
    tally.stepped(used, norms);
  }

  /** Again with smaller micro-batches where memory runs out; gradients are then begun anew. */
  private LossStats backward(
      long step, int epoch, List<Experience> miniBatch, double divisor, List<BatchDump.Row> seen) {
    int before = seen.size();
    while (true) {
      policy.zeroGradients();
      try {
        var parts = Batches.split(miniBatch, microBatchSize.of(miniBatch));
        return microBatches(step, epoch, parts, divisor, seen);
      } catch (EngineException e) {
        if (!AllocationFailure.is(e)) {
          throw e;
        }
        seen.subList(before, seen.size()).clear();
        microBatchSize.halve(miniBatch, e);
        policy.releaseMemory();
      }
    }
  }

  private LossStats microBatches(
      long step,
      int epoch,
      List<List<Experience>> microBatches,
      double divisor,
      List<BatchDump.Row> seen) {
    LossStats[] stats = new LossStats[microBatches.size()];
    policy.backward(
        microBatches.stream()
            .map(batch -> batch.stream().map(Experience::sequence).toList())
            .toList(),
        (index, now) -> {
          List<Experience> microBatch = microBatches.get(index);
          seen.addAll(BatchDump.rows(microBatch, now));
          if (!isFinite(microBatch, now)) {
            throw stop(step, epoch, "a log-probability or value", seen);
          }
          MicroBatchLoss loss = algorithm.loss(microBatch, now, divisor);
          stats[index] = loss.stats();
          return new MicroLoss.Gradients(loss.logProbGradients(), loss.valueGradients());
        });
    return Arrays.stream(stats).reduce(LossStats.zero(), LossStats::plus);
  }

  private double lossCount(List<Experience> experiences) {
    return experiences.stream().mapToDouble(algorithm::lossCount).sum();
  }

  private boolean isFinite(List<Experience> microBatch, TokenScores now) {
    for (int b = 0; b < microBatch.size(); b++) {
      boolean[] mask = microBatch.get(b).mask();
      for (int t = 0; t < mask.length; t++) {
        boolean finite =
            Float.isFinite(now.logProbs()[b][t])
                && (!algorithm.learnsValues() || Float.isFinite(now.values()[b][t]));
        if (mask[t] && !finite) {
          return false;
        }
      }
    }
    return true;
  }

  private StageFailure stop(long step, int epoch, String what, List<BatchDump.Row> seen) {
    dump.accept(new BatchDump(step, epoch, what + " is not finite", List.copyOf(seen)));
    return StageFailure.wrong(
            "step "
                + step
                + ", epoch "
                + (epoch + 1)
                + ": "
                + what
                + " is not finite, and the parameters were left as they were; look at the dumped"
                + " batch, then lower algorithm.overrides.learningRate or set maxGradNorm, and"
                + " start from the last checkpoint")
        .because(Reason.REWARD_COLLAPSED);
  }

  private boolean exceedsEarlyStop(LossStats last) {
    return settings.earlyStopKl().isPresent()
        && last.perToken(Sum.POLICY_KL) > EARLY_STOP_FACTOR * settings.earlyStopKl().get();
  }

  private Result result(long step, Tally tally, int epochs) {
    Map<String, Double> metrics = new LinkedHashMap<>();
    if (epochs > 0) {
      metrics.putAll(algorithm.metrics(tally.miniBatches()));
      metrics.putAll(tally.gradientNorms());
    }
    metrics.putAll(optimiser.rates(step));
    if (microBatchSize.halvings() > 0) {
      metrics.put("memory/ran_out", (double) microBatchSize.halvings());
    }
    metrics.put("ppo/epochs", (double) epochs);
    metrics.put("ppo/optimiser_steps", (double) tally.steps());
    metrics.put("ppo/skipped", (double) (epochs == 0 ? 1 : tally.skipped()));
    return new Result(metrics, tally.sum(), tally.steps(), epochs == 0 ? 1 : tally.skipped());
  }
}
