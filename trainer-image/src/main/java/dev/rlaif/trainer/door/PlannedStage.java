package dev.rlaif.trainer.door;

import dev.rlaif.plan.JudgeCheckPlan;
import dev.rlaif.plan.RunPlan;
import dev.rlaif.plan.StageName;
import dev.rlaif.plan.StageReport;
import dev.rlaif.plan.Workspace;
import dev.rlaif.trainer.run.JudgeCheck;
import dev.rlaif.trainer.run.Progress;
import dev.rlaif.trainer.run.RunStages;
import dev.rlaif.trainer.run.Runs;
import dev.rlaif.trainer.run.TrainerLimits;
import dev.rlaif.trainer.run.WorkspaceLock;
import dev.rlaif.trainer.stage.Heartbeat;
import dev.rlaif.trainer.stage.Sources;
import dev.rlaif.trainer.stage.StageFailure;
import dev.rlaif.trainer.stage.StopSignal;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * A stage of a plan that is decided.
 *
 * @param environment variables, where secrets and the hub's address are looked up
 */
record PlannedStage(Map<String, String> environment, Progress progress, StopSignal stop) {

  StageReport judge(JudgeCheckPlan plan, Optional<Workspace> workspace) {
    return JudgeCheck.run(plan, workspace, environment, progress, stop);
  }

  StageReport run(StageName stage, RunPlan plan, Workspace workspace) {
    TrainerLimits.ofPod(plan, Sources.of(environment, plan.configMaps())).require();
    Runs.claim(plan, workspace, Runs.Earlier.KEPT);
    try (RunStages stages = new RunStages(plan, workspace, environment, progress, stop)) {
      return switch (stage) {
        case MODEL -> seen(workspace, stages::download);
        case PROMPTS -> seen(workspace, stages::preparePrompts);
        case PAIRS -> alone(workspace, stages::pair);
        case TRAIN ->
            stages.followsInTraining() ? stages.follow() : alone(workspace, stages::train);
        case EVALUATE -> alone(workspace, stages::evaluate);
        case JUDGE -> throw notOfThisPlan(stage, "it is of a judge's plan, not of a run's");
        case SERVE -> throw notOfThisPlan(stage, "it never ends; use rlaif serve --plan FILE");
      };
    }
  }

  /** Pages of the run see that a stage works that holds no lock. */
  private static StageReport seen(Workspace workspace, Supplier<StageReport> work) {
    Heartbeat heartbeat = Heartbeat.start(workspace.lease());
    try {
      return work.get();
    } finally {
      heartbeat.close();
    }
  }

  /** Model and prompts are made side by side; what learns and what measures is alone. */
  private static StageReport alone(Workspace workspace, Supplier<StageReport> work) {
    WorkspaceLock held = WorkspaceLock.hold(workspace);
    try {
      return work.get();
    } finally {
      held.close();
    }
  }

  private static StageFailure notOfThisPlan(StageName stage, String why) {
    return StageFailure.wrong("stage " + stage.word() + " cannot be run here: " + why);
  }
}
