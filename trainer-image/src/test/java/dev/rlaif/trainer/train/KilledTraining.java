package dev.rlaif.trainer.train;

import dev.rlaif.api.v1alpha1.Preset;
import dev.rlaif.plan.RunPlan;
import dev.rlaif.plan.Workspace;
import dev.rlaif.trainer.train.FoodRun.Watch;
import java.io.IOException;
import java.nio.file.Path;

/** Trains in a process of its own, until it is killed. */
final class KilledTraining {
  private KilledTraining() {}

  /** One step behind and validated, so that a checkpoint has all that it can have. */
  static RunPlan plan(int steps) {
    return FoodRun.plan(
        Preset.MODERN,
        steps,
        "rollout.batchSize=4",
        "rollout.maxNewTokens=4",
        "rollout.maxStaleness=1",
        "algorithm.overrides.miniBatchSize=4",
        "training.checkpoint={everySteps: 1, keep: 2}");
  }

  static long train(FoodRun food, Workspace workspace, int steps) throws IOException {
    return food.trainValidated(plan(steps), workspace, 5, 0, Watch.toTheEnd());
  }

  /** The argument is the workspace. */
  public static void main(String[] arguments) throws IOException {
    try (FoodRun food = new FoodRun()) {
      System.out.println("trains");
      train(food, new Workspace(Path.of(arguments[0])), 100_000);
    }
  }
}
