package dev.rlaif.operator.judge;

import dev.rlaif.api.v1alpha1.Reason;
import dev.rlaif.operator.observe.Circumstances;
import dev.rlaif.operator.observe.PodWait;
import dev.rlaif.operator.observe.ServingObservation;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fabric8.kubernetes.api.model.apps.DeploymentStatus;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * A Deployment that serves a judge's model, as it was seen.
 *
 * @param available whether a pod of it answers
 * @param since when it was made
 * @param trouble why its pods do not run, where that is known
 * @param message that goes with the trouble; empty where there is none
 */
record JudgeServer(
    String name, boolean available, Instant since, Optional<Reason> trouble, String message) {
  private static final String INSTANCE = "app.kubernetes.io/instance";

  /**
   * @param pods of the judge, also those of other servers
   */
  static JudgeServer of(Deployment deployment, List<Pod> pods) {
    String name = deployment.getMetadata().getName();
    PodWait wait =
        ServingObservation.obstacle(
            pods.stream().filter(pod -> belongs(pod, name)).toList(), Circumstances.NONE);
    return new JudgeServer(
        name,
        isAvailable(deployment),
        Instant.parse(deployment.getMetadata().getCreationTimestamp()),
        Optional.of(wait).filter(PodWait::isTelling).map(PodWait::reason),
        wait.message());
  }

  /** One pod is enough to judge; that a new template still rolls out changes no score. */
  private static boolean isAvailable(Deployment deployment) {
    return Optional.ofNullable(deployment.getStatus())
        .map(DeploymentStatus::getAvailableReplicas)
        .filter(replicas -> replicas > 0)
        .isPresent();
  }

  private static boolean belongs(Pod pod, String server) {
    return server.equals(pod.getMetadata().getLabels().get(INSTANCE));
  }
}
