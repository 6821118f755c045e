package dev.rlaif.trainer.train;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.rlaif.api.v1alpha1.Preset;
import dev.rlaif.plan.RunPlan;
import dev.rlaif.plan.Workspace;
import dev.rlaif.trainer.lora.LoraPolicy;
import dev.rlaif.trainer.lora.Policy.Group;
import dev.rlaif.trainer.stage.StageFailure;
import dev.rlaif.trainer.tracking.MetricsLog;
import dev.rlaif.trainer.tracking.RolloutLog;
import dev.rlaif.trainer.tracking.RolloutRow;
import dev.rlaif.trainer.tracking.StepMetrics;
import dev.rlaif.trainer.train.FoodRun.Watch;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

class TrainStageIT extends FoodRunCase {

  /** One step behind, too: what was under way is made again by the adapter that began it. */
  @ParameterizedTest
  @CsvSource({"MODERN, 0", "MODERN, 1", "TRL_0_8_6, 0"})
  void twoAndTwoStepsAreFourBitForBit(Preset preset, int staleness) throws IOException {
    Workspace whole = workspace("whole");
    food.train(plan(preset, 4, staleness), whole, Watch.toTheEnd());
    Workspace halves = workspace("halves");
    food.train(plan(preset, 2, staleness), halves, Watch.toTheEnd());
    byte[] half = adapter(halves);
    Watch second = Watch.toTheEnd();
    assertThat(food.train(plan(preset, 4, staleness), halves, second)).isEqualTo(4);

    assertThat(second.resumedAfter).isEqualTo(2);
    assertThat(second.measured).isFalse();
    assertThat(adapter(halves)).isEqualTo(adapter(whole)).isNotEqualTo(half);
    assertSameRecords(halves, whole, 4);
  }

  @ParameterizedTest
  @CsvSource({"MODERN, 0", "MODERN, 1", "TRL_0_8_6, 0"})
  void stopInTheMidstOfARolloutLeavesACheckpointToGoOnFrom(Preset preset, int staleness)
      throws IOException {
    RunPlan plan = plan(preset, 4, staleness);
    Workspace whole = workspace("whole");
    food.train(plan, whole, Watch.toTheEnd());
    Workspace stopped = workspace("stopped");
    StageFailure failure = stop(plan, stopped, 2);
    assertThat(failure).hasMessageContaining("stopped after step 2 of 4");
    assertThat(stopped.checkpoint(2)).isDirectory();
    assertThat(stopped.adapter()).doesNotExist();
    assertThat(MetricsLog.read(stopped.metrics())).extracting(StepMetrics::step).hasSize(2);

    Watch rest = Watch.toTheEnd();
    assertThat(food.train(plan, stopped, rest)).isEqualTo(4);
    assertThat(rest.resumedAfter).isEqualTo(2);
    assertThat(adapter(stopped)).isEqualTo(adapter(whole));
    assertSameRecords(stopped, whole, 4);
  }

  /** The modern preset's first answers measure the base model; nothing is there to save yet. */
  @ParameterizedTest
  @EnumSource(Preset.class)
  void stopBeforeTheFirstStepStartsOver(Preset preset) throws IOException {
    RunPlan plan = FoodRun.plan(preset, 1);
    Workspace workspace = workspace("early");
    assertThat(stop(plan, workspace, 0)).hasMessageContaining("the same command");
    assertThat(food.train(plan, workspace, Watch.toTheEnd())).isEqualTo(1);
    assertThat(rolloutFiles(workspace)).containsExactly("step-000001.jsonl");
  }

  /** One optimiser step over the whole batch, so that its ratios are those before any update. */
  @ParameterizedTest
  @EnumSource(Preset.class)
  void firstStepBeginsAtTheReference(Preset preset) throws IOException {
    Watch watch = Watch.toTheEnd();
    RunPlan plan =
        FoodRun.plan(
            preset, 1, "algorithm.overrides.epochs=1", "algorithm.overrides.miniBatchSize=8");
    food.train(plan, workspace("first"), watch);
    StepMetrics first = watch.steps.get(0);
    assertThat(first.get("objective/kl")).hasValue(0);
    assertThat(first.get("mismatch/logp_diff_max").orElseThrow()).isLessThan(1e-4);
    assertThat(first.get("ppo/policy/ratio").orElseThrow()).isCloseTo(1, Offset.offset(1e-4));
    assertThat(first.get("ppo/optimiser_steps")).hasValue(1);
  }

  @Test
  void leavesAdapterRecordsAndEvents() throws IOException {
    RunPlan plan = FoodRun.plan(Preset.MODERN, 3);
    Workspace workspace = workspace("run");
    food.train(plan, workspace, Watch.toTheEnd());
    assertThat(names(workspace.adapter()))
        .contains("adapter_config.json", "adapter_model.safetensors");
    try (LoraPolicy fresh = food.policy(plan);
        LoraPolicy loaded = food.policy(plan)) {
      loaded.loadAdapter(workspace.adapter());
      assertThat(loaded.parameters(Group.LORA)).isNotEqualTo(fresh.parameters(Group.LORA));
      loaded.saveAdapter(temp.resolve("again"), plan.spec().model().uri());
      assertThat(temp.resolve("again").resolve("adapter_model.safetensors"))
          .hasBinaryContent(adapter(workspace));
    }
    assertThat(names(workspace.events()))
        .singleElement()
        .satisfies(name -> assertThat(name).startsWith("events.out.tfevents."));
    List<RolloutRow> rows = new RolloutLog(workspace.rollouts()).read(1);
    assertThat(rows).hasSize(8).extracting(RolloutRow::promptId).doesNotHaveDuplicates();
    assertThat(rows)
        .allSatisfy(
            row -> {
              assertThat(row.probability()).isBetween(0.0, 1.0);
              assertThat(row.answer()).isNotBlank();
            });
  }

  private static RunPlan plan(Preset preset, int steps, int staleness) {
    return FoodRun.plan(preset, steps, "rollout.maxStaleness=" + staleness);
  }

  private static StageFailure stop(RunPlan plan, Workspace workspace, long step) {
    StageFailure failure =
        catchThrowableOfType(
            StageFailure.class, () -> food.train(plan, workspace, Watch.stopIn(step)));
    assertThat(failure).isNotNull();
    assertThat(failure.exit()).isEqualTo(StageFailure.Exit.INTERRUPTED);
    assertThat(failure.exit().code()).isEqualTo(75);
    return failure;
  }

  private static void assertSameRecords(Workspace workspace, Workspace whole, int steps)
      throws IOException {
    List<StepMetrics> metrics = MetricsLog.read(workspace.metrics());
    List<StepMetrics> expected = MetricsLog.read(whole.metrics());
    assertThat(metrics).hasSize(steps);
    assertThat(rolloutFiles(workspace)).hasSize(steps).isEqualTo(rolloutFiles(whole));
    for (int i = 0; i < steps; i++) {
      assertThat(metrics.get(i).step()).isEqualTo(i + 1);
      assertThat(metrics.get(i).get("env/reward_mean"))
          .isEqualTo(expected.get(i).get("env/reward_mean"));
      assertThat(new RolloutLog(workspace.rollouts()).read(i + 1))
          .usingRecursiveFieldByFieldElementComparatorIgnoringFields("judgeLatencyMillis")
          .isEqualTo(new RolloutLog(whole.rollouts()).read(i + 1));
    }
  }

  private static List<String> rolloutFiles(Workspace workspace) throws IOException {
    return names(workspace.rollouts());
  }

  private static List<String> names(Path folder) throws IOException {
    try (Stream<Path> files = Files.list(folder)) {
      return files.map(file -> file.getFileName().toString()).sorted().toList();
    }
  }
}
