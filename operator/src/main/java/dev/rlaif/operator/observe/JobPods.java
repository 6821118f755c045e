package dev.rlaif.operator.observe;

import static java.util.Objects.requireNonNullElse;

import dev.rlaif.api.v1alpha1.Reason;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.batch.v1.Job;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * The pods of one Job.
 *
 * @param pods of this Job and of no earlier one of its name
 * @param ranks how many of them run at the same time
 */
record JobPods(List<Pod> pods, int ranks) {
  private static final String INDEX = "batch.kubernetes.io/job-completion-index";

  static JobPods of(Job job, List<Pod> pods) {
    String uid = job.getMetadata().getUid();
    return new JobPods(
        pods.stream().filter(pod -> isOwned(pod, uid)).toList(),
        requireNonNullElse(job.getSpec().getParallelism(), 1));
  }

  boolean isEmpty() {
    return pods.isEmpty();
  }

  /** Whether each pod runs, but for those that are done already. */
  boolean allRun() {
    long running = staying().filter(Containers::stageRuns).count();
    return running > 0 && running + succeeded() >= ranks;
  }

  /** Whether the stage has ended in a pod that has not. */
  boolean anyEnds() {
    return staying().anyMatch(Containers::stageEnded);
  }

  /** Whether nothing is left to run, which the Job has yet to see. */
  boolean allSucceeded() {
    return succeeded() >= ranks;
  }

  private long succeeded() {
    return pods.stream().filter(JobPods::isSuccess).count();
  }

  /**
   * Of rank 0, which speaks for all. Nothing runs after a success, whatever the clocks of nodes
   * say.
   */
  Optional<PodEnd> lastEnd() {
    return last(ofRankZero().filter(JobPods::isSuccess)).or(() -> last(ofRankZero()));
  }

  private static Optional<PodEnd> last(Stream<Pod> pods) {
    return pods.flatMap(pod -> PodEnd.of(pod).stream()).max(Comparator.comparing(PodEnd::time));
  }

  /**
   * What a Job that failed did so for: rank 0 says it, unless it only had to go because another
   * rank failed.
   */
  Optional<PodEnd> verdict() {
    return Stream.concat(lastEnd().stream(), pods.stream().flatMap(pod -> PodEnd.of(pod).stream()))
        .filter(end -> end.cause().filter(JobPods::isFailure).isPresent())
        .findFirst()
        .or(this::lastEnd);
  }

  private static boolean isFailure(Reason reason) {
    return reason.kind() == Reason.Kind.FAILED;
  }

  int ended() {
    return (int) ofRankZero().filter(pod -> PodEnd.of(pod).isPresent()).count();
  }

  /** When the first pod of rank 0 began with the stage. */
  Optional<Instant> begun() {
    return ofRankZero()
        .flatMap(pod -> Containers.begun(pod).stream())
        .min(Comparator.naturalOrder());
  }

  /** Since when the pod that waits longest does so. */
  Optional<Instant> oldestWaiting() {
    return waiting()
        .flatMap(pod -> Times.read(pod.getMetadata().getCreationTimestamp()).stream())
        .min(Comparator.naturalOrder());
  }

  /** Why a pod that has not ended has to go. */
  Optional<PodWait> leaving() {
    return unfinished()
        .filter(JobPods::isDeleted)
        .map(
            pod ->
                Disruption.of(pod)
                    .map(why -> new PodWait(why.reason(), why.message()))
                    .orElseGet(() -> new PodWait(Reason.INTERRUPTED, "its pod was deleted")))
        .findFirst();
  }

  /** The first that says more than that it starts. */
  PodWait obstacle(Circumstances around) {
    List<PodWait> waits = waiting().map(pod -> PodWait.of(pod, around)).toList();
    return waits.stream()
        .filter(PodWait::isTelling)
        .findFirst()
        .orElseGet(() -> PodWait.withoutPod(around));
  }

  /** Of rank 0, while it runs. */
  Optional<String> address() {
    return ofRankZero()
        .filter(Containers::stageRuns)
        .flatMap(pod -> Stream.ofNullable(pod.getStatus().getPodIP()))
        .findFirst();
  }

  Stream<Pod> waiting() {
    return staying().filter(pod -> !Containers.stageRuns(pod));
  }

  private Stream<Pod> staying() {
    return unfinished().filter(pod -> !isDeleted(pod));
  }

  private Stream<Pod> unfinished() {
    return pods.stream().filter(pod -> PodEnd.of(pod).isEmpty());
  }

  private Stream<Pod> ofRankZero() {
    return pods.stream().filter(pod -> rank(pod).equals("0"));
  }

  private static String rank(Pod pod) {
    return requireNonNullElse(pod.getMetadata().getLabels(), Map.<String, String>of())
        .getOrDefault(INDEX, "0");
  }

  private static boolean isSuccess(Pod pod) {
    return pod.getStatus() != null && "Succeeded".equals(pod.getStatus().getPhase());
  }

  private static boolean isDeleted(Pod pod) {
    return pod.getMetadata().getDeletionTimestamp() != null;
  }

  private static boolean isOwned(Pod pod, String uid) {
    return pod.getMetadata().getOwnerReferences().stream()
        .anyMatch(owner -> Objects.equals(owner.getUid(), uid));
  }
}
