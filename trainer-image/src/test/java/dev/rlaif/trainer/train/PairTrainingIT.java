package dev.rlaif.trainer.train;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.rlaif.api.v1alpha1.Preset;
import dev.rlaif.plan.RunPlan;
import dev.rlaif.plan.Workspace;
import dev.rlaif.trainer.pair.PairFiles;
import dev.rlaif.trainer.pair.PairManifest;
import dev.rlaif.trainer.pair.Preference;
import dev.rlaif.trainer.stage.StageFailure;
import dev.rlaif.trainer.tracking.MetricsLog;
import dev.rlaif.trainer.tracking.StepMetrics;
import dev.rlaif.trainer.train.FoodRun.Watch;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Pairs and DPO of the bundled model, through the same loop as every algorithm. */
class PairTrainingIT extends FoodRunCase {
  @TempDir private static Path shared;
  private static List<Preference> pairs = List.of();

  @BeforeAll
  static void makePairs() throws IOException {
    Workspace workspace = new Workspace(shared);
    PairManifest manifest = food.pairs(plan(1), workspace);
    pairs = PairFiles.read(workspace);
    assertThat(pairs).hasSize(manifest.pairs()).hasSizeGreaterThanOrEqualTo(8);
  }

  /** Batches of 8 of at most 20 pairs: every third step begins another epoch of them. */
  private static RunPlan plan(int steps) {
    return FoodRun.plan(
        Preset.MODERN,
        steps,
        "algorithm={type: DPO, overrides: {learningRate: 0.001, warmUpSteps: 0, beta: 0.1}}");
  }

  @Test
  void pairsAreAnswersAsTheyWereGeneratedAndTheReferencesWordOnThem() throws IOException {
    Workspace again = workspace("again");
    food.pairs(plan(1), again);
    assertThat(PairFiles.read(again)).usingRecursiveComparison().isEqualTo(pairs);
    for (Preference pair : pairs) {
      double rejected = Objects.requireNonNull(pair.scoreRejected());
      assertThat(pair.scoreChosen()).isNotNull().isGreaterThan(rejected + 0.19);
      assertThat(food.decode(pair.chosenIds())).isEqualTo(pair.chosen().get(0).content());
      for (float logProb : pair.referenceChosen()) {
        assertThat(logProb).isNegative();
      }
    }
  }

  @Test
  void firstStepBeginsAtTheReference() throws IOException {
    Watch watch = Watch.toTheEnd();
    food.train(plan(1), workspace("first"), pairs, watch);
    StepMetrics first = watch.steps.get(0);
    assertThat(first.get("loss").orElseThrow()).isCloseTo(Math.log(2), Offset.offset(1e-6));
    assertThat(first.get("rewards/margins").orElseThrow()).isCloseTo(0, Offset.offset(1e-5));
    assertThat(first.get("ppo/optimiser_steps")).hasValue(1);
  }

  @Test
  void twoAndTwoStepsAreFourBitForBit() throws IOException {
    Workspace whole = workspace("whole");
    food.train(plan(4), whole, pairs, Watch.toTheEnd());
    Workspace halves = workspace("halves");
    food.train(plan(2), halves, pairs, Watch.toTheEnd());
    byte[] half = adapter(halves);
    Watch second = Watch.toTheEnd();
    assertThat(food.train(plan(4), halves, pairs, second)).isEqualTo(4);
    assertThat(second.resumedAfter).isEqualTo(2);
    assertThat(adapter(halves)).isEqualTo(adapter(whole)).isNotEqualTo(half);
    List<StepMetrics> metrics = MetricsLog.read(whole.metrics());
    assertThat(MetricsLog.read(halves.metrics()))
        .extracting(step -> step.get("loss"))
        .isEqualTo(metrics.stream().map(step -> step.get("loss")).toList())
        .hasSize(4);
    assertThat(metrics.get(3).get("loss").orElseThrow()).isLessThan(Math.log(2));
    assertThat(whole.rollouts()).doesNotExist();
  }

  @Test
  void beingAskedToStopLeavesACheckpointToGoOnFrom() throws IOException {
    Workspace whole = workspace("whole");
    food.train(plan(3), whole, pairs, Watch.toTheEnd());
    Workspace stopped = workspace("stopped");
    Watch watch = Watch.stopAfter(1);
    StageFailure failure =
        catchThrowableOfType(StageFailure.class, () -> food.train(plan(3), stopped, pairs, watch));
    assertThat(failure.exit().code()).isEqualTo(75);
    assertThat(failure).hasMessageContaining("stopped after step 1 of 3");
    assertThat(stopped.checkpoint(1)).isDirectory();
    assertThat(food.train(plan(3), stopped, pairs, Watch.toTheEnd())).isEqualTo(3);
    assertThat(adapter(stopped)).isEqualTo(adapter(whole));
  }

  @Test
  void aCheckpointOfAnotherAlgorithmOrOfOtherPairsIsRefused() throws IOException {
    Workspace workspace = workspace("ppo");
    food.train(FoodRun.plan(Preset.MODERN, 1), workspace, Watch.toTheEnd());
    assertThatThrownBy(() -> food.train(plan(2), workspace, pairs, Watch.toTheEnd()))
        .isInstanceOf(StageFailure.class)
        .hasMessageContaining("spec.algorithm.type was PPO and is now DPO");
    Workspace other = workspace("other");
    food.train(plan(1), other, pairs, Watch.toTheEnd());
    assertThatThrownBy(
            () -> food.train(plan(2), other, pairs.subList(1, pairs.size()), Watch.toTheEnd()))
        .hasMessageContaining("pairs/pairs.jsonl");
  }
}
