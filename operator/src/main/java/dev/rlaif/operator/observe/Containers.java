package dev.rlaif.operator.observe;

import dev.rlaif.plan.StageDoor;
import io.fabric8.kubernetes.api.model.ContainerState;
import io.fabric8.kubernetes.api.model.ContainerStateRunning;
import io.fabric8.kubernetes.api.model.ContainerStateTerminated;
import io.fabric8.kubernetes.api.model.ContainerStatus;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.PodCondition;
import io.fabric8.kubernetes.api.model.PodStatus;
import java.time.Instant;
import java.util.Optional;
import java.util.stream.Stream;

/** The states of a pod's containers, those that prepare it first. */
final class Containers {
  private Containers() {}

  /** A container that has ended. */
  record Ended(String name, ContainerStateTerminated state) {}

  static boolean stageRuns(Pod pod) {
    return stage(pod).anyMatch(state -> state.getRunning() != null);
  }

  static boolean stageEnded(Pod pod) {
    return stage(pod).anyMatch(state -> state.getTerminated() != null);
  }

  static Stream<ContainerStatus> waiting(Pod pod) {
    return all(pod)
        .filter(container -> container.getState() != null)
        .filter(container -> container.getState().getWaiting() != null);
  }

  /** What tells how the pod ended: the stage, else whatever kept it from beginning. */
  static Optional<Ended> telling(Pod pod) {
    return ended(pod)
        .filter(container -> container.name().equals(StageDoor.CONTAINER))
        .findFirst()
        .or(() -> ended(pod).filter(container -> exitCode(container) != 0).findFirst());
  }

  static Stream<Ended> ended(Pod pod) {
    return all(pod)
        .flatMap(
            container ->
                Stream.ofNullable(container.getState())
                    .map(ContainerState::getTerminated)
                    .flatMap(Stream::ofNullable)
                    .map(state -> new Ended(container.getName(), state)));
  }

  static Optional<PodCondition> condition(Pod pod, String type) {
    return status(pod)
        .flatMap(status -> status.getConditions().stream())
        .filter(condition -> condition.getType().equals(type))
        .findFirst();
  }

  /** Since when the stage runs, or ran, by the clock of the pod's node. */
  static Optional<Instant> begun(Pod pod) {
    return stage(pod)
        .flatMap(
            state ->
                Stream.concat(
                    Stream.ofNullable(state.getRunning()).map(ContainerStateRunning::getStartedAt),
                    Stream.ofNullable(state.getTerminated())
                        .map(ContainerStateTerminated::getStartedAt)))
        .flatMap(time -> Times.read(time).stream())
        .findFirst();
  }

  private static int exitCode(Ended container) {
    Integer code = container.state().getExitCode();
    return code == null ? 0 : code;
  }

  private static Stream<ContainerState> stage(Pod pod) {
    return all(pod)
        .filter(container -> container.getName().equals(StageDoor.CONTAINER))
        .flatMap(container -> Stream.ofNullable(container.getState()));
  }

  private static Stream<ContainerStatus> all(Pod pod) {
    return status(pod)
        .flatMap(
            status ->
                Stream.concat(
                    status.getInitContainerStatuses().stream(),
                    status.getContainerStatuses().stream()));
  }

  private static Stream<PodStatus> status(Pod pod) {
    return Stream.ofNullable(pod.getStatus());
  }
}
