package dev.rlaif.operator.run;

import static java.util.Objects.requireNonNullElse;

import dev.rlaif.api.v1alpha1.Reason;
import dev.rlaif.api.v1alpha1.StageState;
import dev.rlaif.api.v1alpha1.StageStatus;
import dev.rlaif.operator.observe.PodEnd;
import dev.rlaif.operator.observe.StageObservation;
import dev.rlaif.operator.observe.StageObservation.State;
import dev.rlaif.plan.StageName;
import java.time.Instant;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What is remembered of a stage: pods vanish with all they said, so what was seen once must stay.
 *
 * @param before what was remembered so far
 * @param backoffLimit of the plan; that of a Job which was made again is smaller
 */
record StageMemory(StageStatus before, int backoffLimit, Instant now) {
  /** Why a pod came after another, which is worth saying as long as the stage goes on. */
  private static final Set<Reason> INTERRUPTIONS =
      Set.of(
          Reason.INTERRUPTED,
          Reason.PREEMPTED,
          Reason.NODE_LOST,
          Reason.STAGE_RETRYING,
          Reason.JOB_RECREATED,
          Reason.RESUMED);

  static StageStatus none(StageName stage) {
    return new StageStatus(
        stage.word(), StageState.WAITING, null, null, null, null, null, null, null, null);
  }

  /** Of a stage whose Job exists. */
  StageStatus with(StageObservation seen) {
    Said said = said(seen);
    return new StageStatus(
        before.name(),
        state(seen),
        seen.job().map(job -> job.getMetadata().getName()).orElse(before.job()),
        attempts(seen),
        failures(seen),
        startTime(seen),
        null,
        seen.lastEnd().flatMap(PodEnd::exitCode).orElse(before.exitCode()),
        said.reason(),
        said.message());
  }

  /** Of a stage that has ended for good. */
  StageStatus ended(StageState state, Reason reason, String message) {
    return new StageStatus(
        before.name(),
        state,
        before.job(),
        before.attempts(),
        before.failures(),
        before.startTime(),
        now,
        before.exitCode(),
        reason,
        StageText.cut(message.isEmpty() ? reason.advice() : message));
  }

  /** Of a stage that has no Job at the moment. */
  StageStatus without(StageState state, @Nullable String job, Reason reason, String message) {
    return new StageStatus(
        before.name(),
        state,
        job,
        before.attempts(),
        before.failures(),
        before.startTime(),
        null,
        before.exitCode(),
        reason,
        StageText.cut(message.isEmpty() ? reason.advice() : message));
  }

  /** One more failure than the Job tells: what it made is lost without a word. */
  StageStatus withFailure() {
    return new StageStatus(
        before.name(),
        before.state(),
        before.job(),
        before.attempts(),
        requireNonNullElse(before.failures(), 0) + 1,
        before.startTime(),
        before.completionTime(),
        before.exitCode(),
        before.reason(),
        before.message());
  }

  static int failures(StageStatus stage) {
    return requireNonNullElse(stage.failures(), 0);
  }

  static int attempts(StageStatus stage) {
    return requireNonNullElse(stage.attempts(), 0);
  }

  private record Said(Reason reason, String message) {}

  private Said said(StageObservation seen) {
    Said why = why(seen);
    return new Said(
        why.reason(),
        StageText.cut(why.message().isEmpty() ? why.reason().advice() : why.message()));
  }

  private Said why(StageObservation seen) {
    boolean telling =
        seen.state() == State.QUEUED
            || seen.state() == State.STARTING && seen.reason() != Reason.STARTING;
    if (telling) {
      return new Said(seen.reason(), seen.message());
    }
    if (seen.lastEnd().isPresent()) {
      return again(seen.lastEnd().get());
    }
    if (before.reason() != null && INTERRUPTIONS.contains(before.reason())) {
      return new Said(before.reason(), requireNonNullElse(before.message(), ""));
    }
    boolean vanished = before.state() == StageState.RUNNING && seen.state() == State.STARTING;
    return vanished
        ? new Said(Reason.INTERRUPTED, "its pod is gone, and is made again")
        : new Said(seen.reason(), seen.message());
  }

  /** A pod has ended, and the Job goes on with the next. */
  private static Said again(PodEnd end) {
    Reason cause =
        end.cause()
            .filter(reason -> reason.kind() == Reason.Kind.RUNNING)
            .orElse(Reason.STAGE_RETRYING);
    return new Said(cause, end.message());
  }

  private StageState state(StageObservation seen) {
    return switch (seen.state()) {
      case ABSENT, FOREIGN -> StageState.WAITING;
      case QUEUED -> StageState.QUEUED;
      case STARTING -> StageState.STARTING;
      case RUNNING, COMPLETE, FAILED -> StageState.RUNNING;
      case ENDING -> before.state();
    };
  }

  /**
   * Pods that are gone are not counted by the Job, pods that came and went between two looks not by
   * us: the larger number is the better one.
   */
  private @Nullable Integer attempts(StageObservation seen) {
    boolean beginsAgain = seen.state() == State.RUNNING && before.state() != StageState.RUNNING;
    int counted = attempts(before) + (beginsAgain ? 1 : 0);
    int attempts = Math.max(counted, seen.podsBegun());
    return attempts == 0 ? null : attempts;
  }

  private @Nullable Integer failures(StageObservation seen) {
    int ofEarlierJobs = Math.max(0, backoffLimit - seen.backoffLimit());
    int failures = Math.max(failures(before), ofEarlierJobs + seen.failures());
    return failures == 0 ? null : failures;
  }

  private @Nullable Instant startTime(StageObservation seen) {
    boolean begun = seen.state() == State.RUNNING || seen.podsBegun() > 0;
    return before.startTime() == null && begun ? begun(seen) : before.startTime();
  }

  /** A node's clock may be ahead of ours: nothing has begun later than now. */
  private Instant begun(StageObservation seen) {
    return seen.begun().filter(time -> time.isBefore(now)).orElse(now);
  }
}
