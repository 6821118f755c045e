package dev.rlaif.operator.observe;

import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;

/**
 * What is seen of the served model.
 *
 * @param objects that serving wants; empty where that is not known
 * @param alias the Service that outlives runs; absent where none is wanted
 * @param rolledOut whether all of them are as they were last applied, and answer
 * @param answers whether somebody does, be it as it was applied before
 * @param readyReplicas pods that answer
 * @param obstacle why pods do not answer, where that is known
 */
public record ServingObservation(
    List<Wanted> objects,
    Optional<Wanted> alias,
    boolean rolledOut,
    boolean answers,
    int readyReplicas,
    PodWait obstacle) {
  public static final ServingObservation NONE =
      of(List.of(), Optional.empty(), List.of(), Circumstances.NONE);

  public ServingObservation {
    objects = List.copyOf(objects);
  }

  static ServingObservation of(
      List<Wanted> objects, Optional<Wanted> alias, List<Pod> pods, Circumstances around) {
    return new ServingObservation(
        objects,
        alias,
        all(objects, ServingReadiness::isRolledOut),
        all(objects, ServingReadiness::answers),
        deployment(objects).map(ServingReadiness::ready).orElse(0),
        obstacle(pods, around));
  }

  private static Optional<Deployment> deployment(List<Wanted> objects) {
    return objects.stream()
        .flatMap(wanted -> wanted.present().stream())
        .filter(Deployment.class::isInstance)
        .map(Deployment.class::cast)
        .findFirst();
  }

  private static boolean all(List<Wanted> objects, Predicate<HasMetadata> holds) {
    return !objects.isEmpty()
        && objects.stream().allMatch(wanted -> wanted.present().filter(holds).isPresent());
  }

  /** Why pods of a Deployment do not answer, where one of them tells. */
  public static PodWait obstacle(List<Pod> pods, Circumstances around) {
    return pods.stream()
        .filter(pod -> pod.getMetadata().getDeletionTimestamp() == null)
        .map(pod -> PodWait.of(pod, around))
        .filter(PodWait::isTelling)
        .findFirst()
        .orElseGet(() -> PodWait.withoutPod(around));
  }

  /** Objects that are there. */
  public List<HasMetadata> present() {
    return objects.stream().flatMap(wanted -> wanted.present().stream()).toList();
  }
}
