package dev.rlaif.operator.observe;

import io.fabric8.kubernetes.api.model.Event;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.PersistentVolumeClaim;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.PodSpec;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;

/**
 * Finds out what keeps pods from starting, by the reasons of events, which controllers keep stable,
 * unlike their messages.
 */
final class WaitingCauses {
  /** A volume controller's words for: this claim waits for its pod, not for a volume. */
  private static final Set<String> WAITS_FOR_POD =
      Set.of("WaitForFirstConsumer", "WaitForPodScheduled");

  private final ClusterView cluster;

  WaitingCauses(ClusterView cluster) {
    this.cluster = cluster;
  }

  /** Around a Job or ReplicaSet that has no pod. */
  Circumstances withoutPod(HasMetadata maker, PodSpec pod) {
    Optional<String> refusal = last(cluster.events(maker), "FailedCreate");
    boolean exhausted =
        refusal.isPresent()
            && QuotaRoom.isExhausted(cluster.quotas(maker.getMetadata().getNamespace()), pod);
    return new Circumstances(refusal, exhausted, Optional.empty(), Optional.empty(), false);
  }

  /** Around a pod that does not start. */
  Circumstances around(Pod pod) {
    List<Event> events = cluster.events(pod);
    return new Circumstances(
        Optional.empty(),
        false,
        last(events, "FailedMount"),
        last(events, "FailedAttachVolume"),
        isUnschedulable(pod) && waitsForVolume(pod));
  }

  private boolean waitsForVolume(Pod pod) {
    return pod.getSpec().getVolumes().stream()
        .filter(volume -> volume.getPersistentVolumeClaim() != null)
        .map(volume -> volume.getPersistentVolumeClaim().getClaimName())
        .flatMap(name -> cluster.claim(pod.getMetadata().getNamespace(), name).stream())
        .anyMatch(this::waitsForVolume);
  }

  /** Of a claim that nothing is said about, nothing is said here either. */
  private boolean waitsForVolume(PersistentVolumeClaim claim) {
    boolean bound =
        claim.getStatus() != null && Objects.equals(claim.getStatus().getPhase(), "Bound");
    return !bound
        && cluster.events(claim).stream()
            .reduce((older, newer) -> newer)
            .filter(event -> !WAITS_FOR_POD.contains(event.getReason()))
            .isPresent();
  }

  private static boolean isUnschedulable(Pod pod) {
    return Containers.condition(pod, "PodScheduled")
        .filter(condition -> "Unschedulable".equals(condition.getReason()))
        .isPresent();
  }

  private static Optional<String> last(List<Event> events, String reason) {
    return events.stream()
        .filter(event -> reason.equals(event.getReason()))
        .map(Event::getMessage)
        .reduce((older, newer) -> newer);
  }
}
