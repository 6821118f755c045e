package dev.rlaif.operator.run;

import dev.rlaif.api.v1alpha1.StageState;
import dev.rlaif.operator.objects.RunObjects;
import dev.rlaif.operator.observe.RunObservation;
import dev.rlaif.operator.observe.StageObservation;
import dev.rlaif.plan.RunPlan;
import dev.rlaif.plan.StageName;
import java.util.Optional;

/**
 * A run that has started and not ended. Its stages come one after the other: they share a volume
 * that often only one node can mount, and a stage reads what the one before has written.
 */
final class UnderWay {
  private final RunObservation seen;

  UnderWay(RunObservation seen) {
    this.seen = seen;
  }

  RunDecision decide() {
    return seen.plan()
        .withHash(seen.status().planHash())
        .map(this::goOn)
        .orElseGet(() -> new LostPlan(seen).decide());
  }

  private RunDecision goOn(RunPlan plan) {
    Pass pass = new Pass(seen, plan);
    for (StageName stage : RunObjects.stages(pass.run())) {
      if (isDone(pass, stage)) {
        continue;
      }
      StageObservation there = seen.stage(stage);
      Optional<RunDecision> outcome =
          switch (there.state()) {
            case COMPLETE -> new Completion(pass, there).decide();
            case FAILED -> Optional.of(failed(pass, there));
            case ABSENT, FOREIGN, ENDING, QUEUED, STARTING, RUNNING ->
                Optional.of(new StageAtWork(pass, there).decide());
          };
      if (outcome.isPresent()) {
        return outcome.get();
      }
    }
    return new AfterStages(pass).decide();
  }

  private static RunDecision failed(Pass pass, StageObservation there) {
    pass.draft().stage(pass.memory(there.stage()).with(there));
    Completion.takeFigures(pass, there);
    return new Failure(pass).ofStage(there, there.reason(), there.message());
  }

  private static boolean isDone(Pass pass, StageName stage) {
    return pass.draft()
        .stage(stage)
        .filter(known -> known.state() == StageState.SUCCEEDED)
        .isPresent();
  }
}
