package dev.rlaif.operator.observe;

import dev.rlaif.api.v1alpha1.Reason;
import dev.rlaif.plan.StageDoor;
import dev.rlaif.plan.StageReport;
import io.fabric8.kubernetes.api.model.Container;
import io.fabric8.kubernetes.api.model.ContainerStateTerminated;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.Quantity;
import java.time.Instant;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/**
 * How a pod ended.
 *
 * @param time when
 * @param cause what the pod's status or its report names; absent where neither names one
 * @param message for people; empty where there is nothing to say
 * @param exitCode of the container that tells; absent where none ended by itself
 * @param report of the stage
 */
public record PodEnd(
    Instant time,
    Optional<Reason> cause,
    String message,
    Optional<Integer> exitCode,
    Optional<StageReport> report) {
  private static final Set<String> PHASES = Set.of("Succeeded", "Failed");
  private static final String OUT_OF_MEMORY = "OOMKilled";

  /** Absent while the pod has not ended. */
  public static Optional<PodEnd> of(Pod pod) {
    if (pod.getStatus() == null || !PHASES.contains(pod.getStatus().getPhase())) {
      return Optional.empty();
    }
    Optional<Containers.Ended> telling = Containers.telling(pod);
    Optional<StageReport> report =
        telling
            .filter(container -> container.name().equals(StageDoor.CONTAINER))
            .map(container -> container.state().getMessage())
            .flatMap(StageReport::read);
    return Optional.of(
        new PodEnd(
            time(pod, telling),
            cause(pod, telling, report),
            message(pod, telling, report),
            telling.map(container -> container.state().getExitCode()),
            report));
  }

  private static Optional<Reason> cause(
      Pod pod, Optional<Containers.Ended> telling, Optional<StageReport> report) {
    Optional<Disruption> disruption = Disruption.of(pod);
    if (disruption.isPresent()) {
      return disruption.map(Disruption::reason);
    }
    if (outOfMemory(pod).isPresent()) {
      return Optional.of(Reason.OUT_OF_MEMORY);
    }
    if (exited(telling, StageDoor.EXIT_INTERRUPTED)) {
      return Optional.of(Reason.INTERRUPTED);
    }
    return report.map(StageReport::reason);
  }

  private static String message(
      Pod pod, Optional<Containers.Ended> telling, Optional<StageReport> report) {
    Optional<Containers.Ended> killed = outOfMemory(pod);
    if (killed.isPresent()) {
      String name = killed.get().name();
      return "container " + name + " was killed for memory, its limit is " + limit(pod, name);
    }
    return report
        .map(StageReport::message)
        .or(() -> Disruption.of(pod).map(Disruption::message))
        .or(() -> telling.map(PodEnd::exit))
        .orElse("");
  }

  private static String exit(Containers.Ended container) {
    ContainerStateTerminated state = container.state();
    return "container "
        + container.name()
        + " ended with exit code "
        + state.getExitCode()
        + (state.getReason() == null ? "" : " (" + state.getReason() + ")");
  }

  private static Optional<Containers.Ended> outOfMemory(Pod pod) {
    return Containers.ended(pod)
        .filter(container -> OUT_OF_MEMORY.equals(container.state().getReason()))
        .findFirst();
  }

  private static boolean exited(Optional<Containers.Ended> container, int code) {
    return container.filter(ended -> Objects.equals(ended.state().getExitCode(), code)).isPresent();
  }

  private static String limit(Pod pod, String container) {
    return Stream.concat(
            pod.getSpec().getInitContainers().stream(), pod.getSpec().getContainers().stream())
        .filter(candidate -> candidate.getName().equals(container))
        .map(Container::getResources)
        .flatMap(Stream::ofNullable)
        .flatMap(resources -> Stream.ofNullable(resources.getLimits()))
        .flatMap(limits -> Stream.ofNullable(limits.get("memory")))
        .map(Quantity::toString)
        .findFirst()
        .orElse("that of the node");
  }

  private static Instant time(Pod pod, Optional<Containers.Ended> telling) {
    return telling
        .flatMap(container -> Times.read(container.state().getFinishedAt()))
        .or(() -> Times.read(pod.getMetadata().getCreationTimestamp()))
        .orElse(Instant.EPOCH);
  }
}
