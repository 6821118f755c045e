package dev.rlaif.operator.run;

import dev.rlaif.api.v1alpha1.Reason;
import dev.rlaif.api.v1alpha1.StageState;
import dev.rlaif.api.v1alpha1.StageStatus;
import dev.rlaif.operator.objects.RunObjects;
import dev.rlaif.operator.observe.StageObservation;
import dev.rlaif.operator.observe.StageObservation.State;
import dev.rlaif.operator.observe.StageWork;
import dev.rlaif.plan.StageName;
import dev.rlaif.plan.StageProgress;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/** The one stage whose turn it is, and that has not ended. */
final class StageAtWork {
  private static final Duration SOON = Duration.ofSeconds(10);
  private static final Duration LATER = Duration.ofSeconds(30);

  private final Pass pass;
  private final StageObservation there;
  private final StageName stage;

  StageAtWork(Pass pass, StageObservation there) {
    this.pass = pass;
    this.there = there;
    this.stage = there.stage();
  }

  RunDecision decide() {
    Suspension suspension = new Suspension(pass);
    if (pass.wishes().suspend()) {
      return suspension.of(there);
    }
    suspension.resume();
    if (RunDeadline.isOver(pass)) {
      pass.draft().stage(pass.memory(stage).with(there));
      return new Failure(pass).ofStage(there, Reason.RUN_DEADLINE_EXCEEDED, "");
    }
    pass.draft().phase(StagePhase.of(stage));
    return switch (there.state()) {
      case ABSENT -> new StageStart(pass, stage).decide();
      case FOREIGN -> foreign();
      case ENDING -> ending();
      case QUEUED, STARTING -> waits();
      case RUNNING, COMPLETE, FAILED -> runs();
    };
  }

  private RunDecision foreign() {
    pass.draft()
        .stage(
            pass.memory(stage)
                .without(StageState.WAITING, null, Reason.NAME_TAKEN, there.message()))
        .headline(Headline.stalled(Reason.NAME_TAKEN, said(there.message())));
    pass.timetable().after(LATER);
    return pass.decision();
  }

  private RunDecision ending() {
    pass.draft().headline(Headline.inProgress(there.reason(), said(there.message())));
    return pass.decision();
  }

  private RunDecision waits() {
    StageStatus now = pass.memory(stage).with(there);
    pass.draft().stage(now);
    Optional<Instant> deadline = startDeadline(now);
    if (deadline.filter(time -> !time.isAfter(pass.seen().now())).isPresent()) {
      return startedTooLate();
    }
    deadline.ifPresent(pass.timetable()::at);
    if (there.state() == State.STARTING) {
      pass.timetable().after(there.reason() == Reason.STARTING ? SOON : LATER);
    }
    Reason reason = now.reason() == null ? there.reason() : now.reason();
    pass.draft().headline(Headline.inProgress(reason, said(String.valueOf(now.message()))));
    return pass.decision();
  }

  /** A stage that has run and has no pod now waits for its Job, whose own deadline bounds it. */
  private Optional<Instant> startDeadline(StageStatus now) {
    boolean betweenPods = !there.podSeen() && StageMemory.attempts(now) > 0;
    long seconds = RunObjects.limits(pass.run(), stage).startDeadlineSeconds();
    return betweenPods
        ? Optional.empty()
        : there.waitingSince().map(since -> since.plusSeconds(seconds));
  }

  private RunDecision startedTooLate() {
    String why =
        there.reason() == Reason.STARTING
            ? ""
            : ": " + there.reason().word() + ": " + there.message();
    return new Failure(pass)
        .ofStage(
            there,
            Reason.START_DEADLINE_EXCEEDED,
            "not all containers ran within "
                + RunObjects.limits(pass.run(), stage).startDeadlineSeconds()
                + " s"
                + why);
  }

  private RunDecision runs() {
    StageStatus now = pass.memory(stage).with(there);
    pass.draft().stage(now).headline(Headline.inProgress(StageWork.of(stage), text(now)));
    if (stage == StageName.TRAIN) {
      pass.seen().progress().filter(this::isOurs).ifPresent(this::take);
    }
    return pass.decision();
  }

  private boolean isOurs(StageProgress progress) {
    return progress.stage() == stage && progress.hash().equals(pass.run().plan().hash());
  }

  private void take(StageProgress progress) {
    if (ProgressStep.isWorthWriting(
        pass.seen().status(),
        progress,
        pass.seen().settings().progressInterval(),
        pass.seen().now())) {
      pass.draft().training(progress.training()).checkpoint(progress.checkpoint());
    }
  }

  private String text(StageStatus now) {
    int attempts = StageMemory.attempts(now);
    String again = attempts > 1 ? ", attempt " + attempts : "";
    return said(StageWork.of(stage).advice() + again);
  }

  private String said(String what) {
    return "stage " + stage.word() + ": " + what;
  }
}
