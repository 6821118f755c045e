package dev.rlaif.operator.run;

import dev.rlaif.api.v1alpha1.CheckpointStatus;
import dev.rlaif.api.v1alpha1.ConditionStatus;
import dev.rlaif.api.v1alpha1.ConditionType;
import dev.rlaif.api.v1alpha1.Reason;
import dev.rlaif.api.v1alpha1.RunPhase;
import dev.rlaif.api.v1alpha1.StageState;
import dev.rlaif.operator.observe.StageObservation;
import dev.rlaif.plan.StageName;

/** A run fails for good. */
final class Failure {
  private final Pass pass;

  Failure(Pass pass) {
    this.pass = pass;
  }

  /** Because of a stage; what still runs of it is deleted, so that it holds no GPU. */
  RunDecision ofStage(StageObservation there, Reason reason, String message) {
    StageName stage = there.stage();
    pass.draft().stage(pass.memory(stage).ended(StageState.FAILED, reason, message));
    switch (there.state()) {
      // After a pod that ends the Job may well make another.
      case QUEUED, STARTING, RUNNING, ENDING ->
          there.job().map(Action.Delete::new).ifPresent(pass::act);
      case ABSENT, FOREIGN, COMPLETE, FAILED -> {}
    }
    end(pass.draft(), reason, text(stage, reason, message));
    return pass.decision();
  }

  static void end(StatusDraft draft, Reason reason, String message) {
    draft
        .end(RunPhase.FAILED)
        .condition(ConditionType.FAILED, ConditionStatus.TRUE, reason, message)
        .headline(Headline.stalled(reason, message));
  }

  /** Where, what, what would do, and what is left of the work. */
  private String text(StageName stage, Reason reason, String message) {
    String what = message.isEmpty() ? "" : StageText.withoutEnd(message) + ": ";
    CheckpointStatus checkpoint = pass.draft().checkpoint();
    String left =
        stage == StageName.TRAIN && checkpoint != null
            ? "; the newest checkpoint is that of step " + checkpoint.step()
            : "";
    return "stage " + stage.word() + ": " + what + reason.advice() + left;
  }
}
