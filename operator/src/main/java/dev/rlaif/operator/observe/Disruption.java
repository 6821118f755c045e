package dev.rlaif.operator.observe;

import dev.rlaif.api.v1alpha1.Reason;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.PodCondition;
import java.util.Objects;
import java.util.Optional;

/**
 * Why a pod had to go, through no fault of its own.
 *
 * @param message what the cluster says about it
 */
record Disruption(Reason reason, String message) {

  /** Reads the pod's condition DisruptionTarget. */
  static Optional<Disruption> of(Pod pod) {
    return Containers.condition(pod, "DisruptionTarget")
        .filter(condition -> "True".equals(condition.getStatus()))
        .map(
            condition ->
                new Disruption(
                    reason(condition), Objects.requireNonNullElse(condition.getMessage(), "")));
  }

  private static Reason reason(PodCondition condition) {
    return switch (Objects.requireNonNullElse(condition.getReason(), "")) {
      case "DeletionByPodGC", "DeletionByTaintManager" -> Reason.NODE_LOST;
      default -> Reason.PREEMPTED;
    };
  }
}
