package dev.rlaif.operator.observe;

import static java.util.Objects.requireNonNullElse;

import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fabric8.kubernetes.api.model.apps.DeploymentStatus;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/** Whether a serving object has become what its spec says. */
final class ServingReadiness {
  private ServingReadiness() {}

  static int ready(Deployment deployment) {
    return requireNonNullElse(status(deployment).getReadyReplicas(), 0);
  }

  /** Whether nothing older than what was applied last is left, and it answers. */
  static boolean isRolledOut(HasMetadata object) {
    return object instanceof Deployment deployment
        ? isRolledOut(deployment)
        : !(object instanceof GenericKubernetesResource generic) || isReady(generic);
  }

  /** Whether anybody answers, be it with what was applied before. */
  static boolean answers(HasMetadata object) {
    return object instanceof Deployment deployment
        ? isOff(deployment) || available(deployment) > 0
        : !(object instanceof GenericKubernetesResource generic) || isReady(generic);
  }

  /** Pods that an autoscaler has only just asked for do not matter. */
  private static boolean isRolledOut(Deployment deployment) {
    DeploymentStatus status = status(deployment);
    int updated = requireNonNullElse(status.getUpdatedReplicas(), 0);
    boolean observed =
        requireNonNullElse(status.getObservedGeneration(), 0L)
            >= requireNonNullElse(deployment.getMetadata().getGeneration(), 0L);
    return observed
        && updated == requireNonNullElse(status.getReplicas(), 0)
        && answers(deployment);
  }

  private static boolean isOff(Deployment deployment) {
    return requireNonNullElse(deployment.getSpec().getReplicas(), 1) == 0;
  }

  private static int available(Deployment deployment) {
    return requireNonNullElse(status(deployment).getAvailableReplicas(), 0);
  }

  private static DeploymentStatus status(Deployment deployment) {
    return requireNonNullElse(deployment.getStatus(), new DeploymentStatus());
  }

  private static boolean isReady(GenericKubernetesResource object) {
    return object.getAdditionalProperties().get("status") instanceof Map<?, ?> status
        && status.get("conditions") instanceof List<?> conditions
        && conditions.stream().anyMatch(ServingReadiness::isReadyCondition);
  }

  private static boolean isReadyCondition(Object condition) {
    return condition instanceof Map<?, ?> fields
        && Objects.equals(fields.get("type"), "Ready")
        && Objects.equals(fields.get("status"), "True");
  }
}
