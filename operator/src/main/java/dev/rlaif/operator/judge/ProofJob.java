package dev.rlaif.operator.judge;

import dev.rlaif.api.v1alpha1.Reason;
import dev.rlaif.plan.StageReport;
import java.time.Instant;
import java.util.Optional;

/**
 * The Job of a validation, as it was seen.
 *
 * @param generation of the judge that it was made for
 * @param reason of its state, where one is known
 * @param message that goes with the reason; empty where there is none
 * @param report of the attempt that ended last
 * @param startTime when its controller began with it; absent while it is queued
 */
record ProofJob(
    String name,
    long generation,
    State state,
    Optional<Reason> reason,
    String message,
    Optional<StageReport> report,
    Optional<Instant> startTime) {

  enum State {
    /** It is being deleted. */
    LEAVING,
    STARTING,
    RUNNING,
    COMPLETE,
    FAILED
  }

  boolean hasEnded() {
    return state == State.COMPLETE || state == State.FAILED;
  }
}
