package dev.rlaif.operator.fake;

import dev.rlaif.api.v1alpha1.Reason;
import dev.rlaif.plan.StageReport;
import java.util.function.UnaryOperator;

/** How one attempt of a Job goes. */
public sealed interface Play {

  /** The stage runs and ends with exit code 0 and its report, changed as wished. */
  record Succeed(UnaryOperator<StageReport> report) implements Play {}

  /** The stage ends with another exit code and a report of failure. */
  record Exit(int code, Reason reason, String message) implements Play {}

  /** The stage ends with a termination message that is no report. */
  record Garbage(int code, String message) implements Play {}

  /** The kernel kills the container. */
  record OutOfMemory() implements Play {}

  /** The pod is deleted with a DisruptionTarget, as by an eviction. */
  record Evict() implements Play {}

  /** The pod stays unscheduled. */
  record Unschedulable() implements Play {}

  /** The container waits with this reason, such as ErrImagePull. */
  record Wait(String reason, String message) implements Play {}

  /** No pod comes into being; an event says so. */
  record NoPod(String message) implements Play {}

  /** The pod runs on and on. */
  record Hang() implements Play {}

  /** Somebody deletes the Job while its pod runs. */
  record Vanish() implements Play {}

  /** The Job is suspended, as Kueue does with one that is not admitted. */
  record Queue() implements Play {}

  /** The Job's own deadline passes while its pod runs. */
  record Deadline() implements Play {}

  static Play succeed() {
    return new Succeed(report -> report);
  }
}
