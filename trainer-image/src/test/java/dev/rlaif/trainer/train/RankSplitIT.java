package dev.rlaif.trainer.train;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rlaif.api.v1alpha1.AlgorithmType;
import dev.rlaif.api.v1alpha1.Preset;
import dev.rlaif.plan.RunPlan;
import dev.rlaif.plan.Workspace;
import dev.rlaif.trainer.lora.MemoryPlan;
import dev.rlaif.trainer.lora.Policy.Group;
import dev.rlaif.trainer.pair.PairFiles;
import dev.rlaif.trainer.parallel.LocalRank;
import dev.rlaif.trainer.parallel.Ranks;
import dev.rlaif.trainer.tracking.MetricsLog;
import dev.rlaif.trainer.tracking.RolloutLog;
import dev.rlaif.trainer.tracking.StepMetrics;
import dev.rlaif.trainer.train.FoodRun.Watch;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Training is the same by however many ranks: answers, scores, updates, checkpoints. */
class RankSplitIT extends FoodRunCase {
  /** Room for two or three answers in a micro-batch, so that each rank gets some of them. */
  private static final MemoryPlan SMALL = new MemoryPlan(1 << 20, 32 << 20, 512 << 20);

  private static final MemoryPlan LARGE = new MemoryPlan(1 << 30, 32 << 20, 512 << 20);

  private static final int STEPS = 2;

  @ParameterizedTest
  @ValueSource(strings = {"PPO", "PPO trl", "GRPO", "RLOO", "DPO"})
  void oneTwoAndFourRanksWriteTheSameCheckpoint(String algorithm) throws IOException {
    RunPlan plan = plan(algorithm, STEPS);
    Workspace one = train(plan, 1, "one");
    Map<String, String> whole = checkpoint(one, STEPS);
    assertThat(whole).hasSizeGreaterThan(3);
    assertThat(whole).isNotEqualTo(checkpoint(one, 1));
    for (int ranks : new int[] {2, 4}) {
      Workspace split = train(plan, ranks, "by-" + ranks);
      assertThat(checkpoint(split, STEPS)).as("%d ranks", ranks).isEqualTo(whole);
      assertSameRecords(split, one);
    }
  }

  /** Nothing of a checkpoint says how many ranks wrote it. */
  @Test
  void goesOnWithOtherRanks() throws IOException {
    Workspace whole = train(plan("PPO", 3), 1, "whole");
    Workspace mixed = train(plan("PPO", 1), 4, "mixed");
    train(plan("PPO", 2), 1, "mixed");
    train(plan("PPO", 3), 2, "mixed");
    assertThat(adapter(mixed)).isEqualTo(adapter(whole));
    assertSameRecords(mixed, whole);
  }

  /** Where memory leaves the choice, each rank gets a micro-batch: other sums, the same update. */
  @Test
  void largeMicroBatchesMakeTheSameUpdate() throws IOException {
    RunPlan plan =
        FoodRun.plan(
            Preset.MODERN,
            1,
            "algorithm.overrides.learningRate=0.0001",
            "algorithm.overrides.epochs=1",
            "algorithm.overrides.miniBatchSize=8");
    assertSameUpdate(plan, LARGE, "large");
  }

  /** Weights of answers by an earlier policy are of numbers that generation rounded. */
  @Test
  void oneStepBehindItIsTheSameUpdate() throws IOException {
    RunPlan plan =
        FoodRun.plan(
            Preset.MODERN,
            3,
            "rollout.maxNewTokens=12",
            "rollout.maxStaleness=1",
            "algorithm.overrides.epochs=1");
    assertSameUpdate(plan, SMALL, "behind");
    assertThat(MetricsLog.read(workspace("behind-4").metrics()))
        .extracting(step -> step.values().get("staleness/max"))
        .containsExactly(0.0, 1.0, 1.0);
  }

  private void assertSameUpdate(RunPlan plan, MemoryPlan memory, String name) throws IOException {
    List<float[]> updated = new ArrayList<>();
    for (int ranks : new int[] {1, 2, 4}) {
      try (Ranks joined = ranks(plan, ranks, memory)) {
        food.train(plan, workspace(name + "-" + ranks), joined, Watch.toTheEnd());
        updated.add(joined.policy().parameters(Group.LORA));
      }
    }
    for (float[] other : updated.subList(1, 3)) {
      assertThat(other).containsExactly(updated.get(0), Offset.offset(1e-6f));
    }
  }

  private Workspace train(RunPlan plan, int count, String name) throws IOException {
    Workspace workspace = workspace(name);
    try (Ranks ranks = ranks(plan, count, SMALL)) {
      if (plan.algorithm().type() == AlgorithmType.DPO) {
        food.pairs(plan, workspace);
        food.train(plan, workspace, ranks, PairFiles.read(workspace), Watch.toTheEnd());
      } else {
        food.train(plan, workspace, ranks, Watch.toTheEnd());
      }
    }
    return workspace;
  }

  private static Ranks ranks(RunPlan plan, int count, MemoryPlan memory) {
    List<LocalRank> all = Stream.generate(() -> food.rank(plan, memory)).limit(count).toList();
    return Ranks.of(all.get(0), all.subList(1, count));
  }

  private static RunPlan plan(String algorithm, int steps) {
    List<String> more =
        new ArrayList<>(List.of("training.checkpoint={everySteps: 1}", "rollout.maxNewTokens=12"));
    Preset preset = algorithm.endsWith("trl") ? Preset.TRL_0_8_6 : Preset.MODERN;
    switch (algorithm) {
      case "DPO" -> more.add("algorithm={type: DPO, overrides: {learningRate: 0.001, epochs: 1}}");
      case "GRPO", "RLOO" ->
          more.addAll(
              List.of(
                  "algorithm={type: %s, overrides: {learningRate: 0.001, groupSize: 4, epochs: 1}}"
                      .formatted(algorithm),
                  "rollout.batchSize=3"));
      default -> more.add("algorithm.overrides.epochs=1");
    }
    return FoodRun.plan(preset, steps, more.toArray(String[]::new));
  }

  private static void assertSameRecords(Workspace split, Workspace one) {
    List<StepMetrics> metrics = MetricsLog.read(split.metrics());
    List<StepMetrics> expected = MetricsLog.read(one.metrics());
    assertThat(metrics).hasSameSizeAs(expected);
    for (int i = 0; i < metrics.size(); i++) {
      assertThat(learned(metrics.get(i))).isEqualTo(learned(expected.get(i)));
      assertThat(new RolloutLog(split.rollouts()).read(i + 1))
          .usingRecursiveFieldByFieldElementComparatorIgnoringFields(
              "judgeLatencyMillis", "rolloutSum")
          .isEqualTo(new RolloutLog(one.rollouts()).read(i + 1));
    }
  }
}
