package dev.rlaif.operator.run;

import dev.rlaif.api.v1alpha1.Condition;
import dev.rlaif.api.v1alpha1.ConditionType;
import dev.rlaif.api.v1alpha1.Reason;
import dev.rlaif.api.v1alpha1.RlaifRunStatus;
import dev.rlaif.api.v1alpha1.StageState;
import dev.rlaif.api.v1alpha1.StageStatus;
import dev.rlaif.operator.kube.EventRecorder;
import dev.rlaif.operator.kube.EventRecorder.Severity;
import dev.rlaif.operator.kube.RlaifRunResource;
import dev.rlaif.operator.metrics.OperatorMeters;
import dev.rlaif.plan.StageName;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;

/** What is told once, as events and in meters, because a status has become another. */
record RunNotices(RlaifRunStatus before, RlaifRunStatus now) {
  private static final Set<StageState> ENDED = Set.of(StageState.SUCCEEDED, StageState.FAILED);

  /** Waiting that is in the nature of things. */
  private static final Set<Reason> CALM =
      Set.of(
          Reason.RECEIVED,
          Reason.WAITING_FOR_JUDGE,
          Reason.QUEUED_BY_KUEUE,
          Reason.STARTING,
          Reason.ROLLING_OUT,
          Reason.SUSPENDED_BY_SPEC);

  /** An event to be. */
  record Notice(Severity severity, Reason reason, String message) {}

  /** One for each new reason of the whole run, and for each new one of an unfinished stage. */
  List<Notice> events() {
    List<Notice> events = new ArrayList<>();
    ready(now)
        .filter(
            ready -> ready(before).map(Condition::reason).filter(ready.reason()::equals).isEmpty())
        .map(ready -> notice(ready.reason(), ready.message()))
        .ifPresent(events::add);
    now.stages().stream()
        .filter(stage -> hasNewReason(stage) && stage.reason() != null)
        .map(stage -> notice(stage.reason(), "stage " + stage.name() + ": " + stage.message()))
        .filter(event -> events.stream().noneMatch(told -> told.reason() == event.reason()))
        .forEach(events::add);
    return events;
  }

  void tell(RlaifRunResource run, EventRecorder recorder, OperatorMeters meters) {
    events()
        .forEach(event -> recorder.record(run, event.severity(), event.reason(), event.message()));
    now.stages().forEach(stage -> count(stage, meters));
    if (before.completionTime() == null && now.completionTime() != null && now.phase() != null) {
      meters.runEnded(now.phase(), ready(now).map(Condition::reason).orElse(Reason.COMPLETED));
    }
  }

  private void count(StageStatus stage, OperatorMeters meters) {
    StageName name = StageName.valueOf(stage.name().toUpperCase(Locale.ROOT));
    Optional<StageStatus> was = before(stage);
    boolean endsNow =
        ENDED.contains(stage.state()) && was.filter(old -> ENDED.contains(old.state())).isEmpty();
    Reason reason = stage.reason();
    if (endsNow && reason != null) {
      meters.stageEnded(name, reason, took(stage));
    } else if (reason != null
        && hasNewReason(stage)
        && reason.kind() == Reason.Kind.RUNNING
        && was.isPresent()
        && StageMemory.attempts(was.get()) > 0) {
      meters.attemptEnded(name, reason);
    }
  }

  private boolean hasNewReason(StageStatus stage) {
    return before(stage)
        .filter(old -> old.state() == stage.state() || !ENDED.contains(stage.state()))
        .filter(old -> Objects.equals(old.reason(), stage.reason()))
        .isEmpty();
  }

  private Optional<StageStatus> before(StageStatus stage) {
    return before.stages().stream().filter(old -> old.name().equals(stage.name())).findFirst();
  }

  private static Duration took(StageStatus stage) {
    Instant start = stage.startTime();
    Instant end = stage.completionTime();
    return start == null || end == null ? Duration.ZERO : Duration.between(start, end);
  }

  private static Optional<Condition> ready(RlaifRunStatus status) {
    return status.conditions().stream()
        .filter(condition -> condition.type() == ConditionType.READY)
        .findFirst();
  }

  private static Notice notice(Reason reason, String message) {
    boolean warning =
        switch (reason.kind()) {
          case WAITING -> !CALM.contains(reason);
          case RUNNING -> reason == Reason.STAGE_RETRYING || reason == Reason.NODE_LOST;
          case FAILED -> true;
          case RESULT -> reason == Reason.BELOW_THRESHOLD || reason == Reason.SERVING_UNAVAILABLE;
        };
    return new Notice(warning ? Severity.Warning : Severity.Normal, reason, message);
  }
}
