package dev.rlaif.operator.judge;

import dev.rlaif.api.v1alpha1.Reason;
import dev.rlaif.operator.observe.PodEnd;
import dev.rlaif.operator.observe.StageObservation;
import dev.rlaif.plan.StageReport;
import io.fabric8.kubernetes.api.model.batch.v1.Job;
import java.time.Instant;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;

/**
 * The Job of a validation, as it was seen.
 *
 * @param generation of the judge that it was made for
 * @param reason of its state, where one is known
 * @param message that goes with the reason; empty where there is none
 * @param report of the attempt that ended last
 * @param waitingSince since when its pod could run and does not; absent while no clock ticks
 * @param podGone whether it is complete, and its pod is gone with the report
 */
record ProofJob(
    String name,
    long generation,
    State state,
    Optional<Reason> reason,
    String message,
    Optional<StageReport> report,
    Optional<Instant> waitingSince,
    boolean podGone) {

  enum State {
    /** It is being deleted. */
    LEAVING,
    /** A queue has not admitted it. */
    QUEUED,
    STARTING,
    RUNNING,
    COMPLETE,
    FAILED
  }

  /** Annotation of the Job: {@link #generation}. */
  static final String GENERATION = "rlaif.dev/judge-generation";

  static ProofJob of(Job job, StageObservation seen) {
    return new ProofJob(
        job.getMetadata().getName(),
        generation(job),
        state(job, seen),
        seen.state() == StageObservation.State.RUNNING
            ? Optional.empty()
            : Optional.of(seen.reason()),
        seen.message(),
        seen.lastEnd().flatMap(PodEnd::report),
        seen.waitingSince(),
        seen.state() == StageObservation.State.COMPLETE && !seen.podSeen());
  }

  private static State state(Job job, StageObservation seen) {
    return switch (seen.state()) {
      case ABSENT, FOREIGN -> throw new IllegalArgumentException("no Job of a judge: " + seen);
      // It fails, or completes: until then its pods still end.
      case ENDING ->
          job.getMetadata().getDeletionTimestamp() == null ? State.RUNNING : State.LEAVING;
      case QUEUED -> State.QUEUED;
      case STARTING -> State.STARTING;
      case RUNNING -> State.RUNNING;
      case COMPLETE -> State.COMPLETE;
      case FAILED -> State.FAILED;
    };
  }

  /** A Job that lost the annotation counts as made just now: it is not tried again by itself. */
  private static long generation(Job job) {
    Map<String, String> annotations =
        Objects.requireNonNullElse(job.getMetadata().getAnnotations(), Map.of());
    try {
      return Long.parseLong(annotations.getOrDefault(GENERATION, ""));
    } catch (NumberFormatException e) {
      return Long.MAX_VALUE;
    }
  }

  boolean hasEnded() {
    return state == State.COMPLETE || state == State.FAILED;
  }
}
