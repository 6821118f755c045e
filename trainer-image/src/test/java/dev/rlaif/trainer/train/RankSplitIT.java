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
import dev.rlaif.trainer.stage.Fingerprint;
import dev.rlaif.trainer.tracking.MetricsLog;
import dev.rlaif.trainer.tracking.RolloutLog;
import dev.rlaif.trainer.tracking.StepMetrics;
import dev.rlaif.trainer.train.FoodRun.Watch;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Training is the same by however many ranks: answers, scores, updates, checkpoints. */
class RankSplitIT {
  /** Room for two or three answers in a micro-batch, so that each rank gets some of them. */
  private static final MemoryPlan SMALL = new MemoryPlan(3 << 20, 32 << 20, 512 << 20);

  private static final MemoryPlan LARGE = new MemoryPlan(1 << 30, 32 << 20, 512 << 20);

  private static final int STEPS = 2;

  private static FoodRun food;
  @TempDir private Path temp;

  @BeforeAll
  static void load() {
    food = new FoodRun();
  }

  @AfterAll
  static void close() {
    food.close();
  }

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
    List<float[]> updated = new ArrayList<>();
    for (int ranks : new int[] {1, 2, 4}) {
      try (Ranks joined = ranks(plan, ranks, LARGE)) {
        food.train(plan, workspace("large-" + ranks), joined, Watch.toTheEnd());
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

  /** Files of a checkpoint by name. */
  private static Map<String, String> checkpoint(Workspace workspace, int step) throws IOException {
    Map<String, String> contents = new TreeMap<>();
    Path folder = workspace.checkpoint(step);
    try (Stream<Path> files = Files.walk(folder).filter(Files::isRegularFile)) {
      for (Path file : files.toList()) {
        contents.put(folder.relativize(file).toString(), Fingerprint.ofFile(file));
      }
    }
    return contents;
  }

  private static byte[] adapter(Workspace workspace) throws IOException {
    return Files.readAllBytes(workspace.adapter().resolve("adapter_model.safetensors"));
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

  /** Times, and how generation rounded beside which other rows, decide nothing. */
  private static Map<String, Double> learned(StepMetrics metrics) {
    Map<String, Double> values = new TreeMap<>(metrics.values());
    values.keySet().removeIf(name -> name.matches("time/.*|tokens_per_s|mismatch/.*"));
    return values;
  }

  private Workspace workspace(String name) {
    return new Workspace(temp.resolve(name));
  }
}
