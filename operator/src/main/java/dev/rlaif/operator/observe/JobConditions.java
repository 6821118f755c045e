package dev.rlaif.operator.observe;

import io.fabric8.kubernetes.api.model.batch.v1.Job;
import io.fabric8.kubernetes.api.model.batch.v1.JobCondition;
import java.util.stream.Stream;

/** The conditions of a Job. */
record JobConditions(Job job) {

  boolean isComplete() {
    return holds("Complete");
  }

  boolean isFailed() {
    return holds("Failed");
  }

  /** Complete or Failed for good. */
  boolean isFinished() {
    return isComplete() || isFailed();
  }

  /** Decided, but with pods that still end. */
  boolean isEnding() {
    return holds("SuccessCriteriaMet") || holds("FailureTarget");
  }

  boolean isOverDeadline() {
    return named("Failed").anyMatch(condition -> "DeadlineExceeded".equals(condition.getReason()));
  }

  private boolean holds(String type) {
    return named(type).anyMatch(condition -> "True".equals(condition.getStatus()));
  }

  private Stream<JobCondition> named(String type) {
    return Stream.ofNullable(job.getStatus())
        .flatMap(status -> status.getConditions().stream())
        .filter(condition -> type.equals(condition.getType()));
  }
}
