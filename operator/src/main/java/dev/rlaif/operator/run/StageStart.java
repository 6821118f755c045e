package dev.rlaif.operator.run;

import dev.rlaif.api.v1alpha1.Reason;
import dev.rlaif.api.v1alpha1.StageState;
import dev.rlaif.api.v1alpha1.StageStatus;
import dev.rlaif.operator.kube.ObjectNames;
import dev.rlaif.operator.objects.RunObjects;
import dev.rlaif.operator.observe.Ownership;
import dev.rlaif.operator.observe.StageObservation;
import dev.rlaif.plan.StageName;
import io.fabric8.kubernetes.api.model.PersistentVolumeClaim;
import java.util.Optional;

/** Makes the Job of a stage, for the first time or again. */
final class StageStart {
  private final Pass pass;
  private final StageName stage;

  StageStart(Pass pass, StageName stage) {
    this.pass = pass;
    this.stage = stage;
  }

  RunDecision decide() {
    Optional<PersistentVolumeClaim> claim = pass.seen().claim();
    Optional<PersistentVolumeClaim> own = RunObjects.workspace(pass.run());
    if (own.isEmpty()) {
      return claim.isPresent() ? create() : waitsForClaim();
    }
    if (claim.isPresent()) {
      return Ownership.isOf(pass.seen().run(), claim.get()) ? create() : claimTaken();
    }
    if (anyStageSucceeded()) {
      return workspaceGone();
    }
    pass.act(new Action.Create(own.get()));
    return create();
  }

  private RunDecision create() {
    StageMemory memory = pass.memory(stage);
    if (stage == StageName.TRAIN) {
      RunObjects.ranks(pass.run()).map(Action.Create::new).ifPresent(pass::act);
    }
    int failures = StageMemory.failures(memory.before());
    pass.act(new Action.Create(RunObjects.job(pass.run(), stage, failures)));
    StageStatus now =
        memory.without(
            StageState.STARTING, ObjectNames.job(pass.run().name(), stage), why(memory), "");
    pass.draft().stage(now).headline(Headline.inProgress(why(memory), said(why(memory).advice())));
    return pass.decision();
  }

  private static Reason why(StageMemory memory) {
    StageStatus before = memory.before();
    if (before.state() == StageState.SUSPENDED) {
      return Reason.RESUMED;
    }
    return before.job() == null ? Reason.STARTING : Reason.JOB_RECREATED;
  }

  private RunDecision waitsForClaim() {
    String message = "there is no PersistentVolumeClaim any more that spec.storage names";
    pass.draft().headline(Headline.inProgress(Reason.CLAIM_NOT_FOUND, message));
    pass.timetable().after(BeforeStart.MISSING);
    return pass.decision();
  }

  private RunDecision claimTaken() {
    String message =
        "PersistentVolumeClaim "
            + ObjectNames.workspace(pass.run().name())
            + " belongs to somebody else: delete it, or name the run otherwise";
    pass.draft().headline(Headline.stalled(Reason.NAME_TAKEN, message));
    pass.timetable().after(BeforeStart.MISSING);
    return pass.decision();
  }

  /** An empty workspace would let a later stage fail for a reason that is not the true one. */
  private RunDecision workspaceGone() {
    return new Failure(pass)
        .ofStage(
            StageObservation.absent(stage),
            Reason.CLAIM_NOT_FOUND,
            "PersistentVolumeClaim "
                + ObjectNames.workspace(pass.run().name())
                + " is gone, and with it what the stages before have made: run under another"
                + " name");
  }

  private boolean anyStageSucceeded() {
    return RunObjects.stages(pass.run()).stream()
        .flatMap(name -> pass.draft().stage(name).stream())
        .anyMatch(known -> known.state() == StageState.SUCCEEDED);
  }

  private String said(String what) {
    return "stage " + stage.word() + ": " + what;
  }
}
