package dev.rlaif.operator.observe;

import dev.rlaif.api.v1alpha1.Reason;
import io.fabric8.kubernetes.api.model.ContainerState;
import io.fabric8.kubernetes.api.model.ContainerStateWaiting;
import io.fabric8.kubernetes.api.model.ContainerStatus;
import io.fabric8.kubernetes.api.model.Pod;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Why pods do not run yet.
 *
 * @param reason {@link Reason#STARTING} while nothing is wrong
 * @param message what the cluster says about it; may be empty
 */
public record PodWait(Reason reason, String message) {
  private static final PodWait STARTING = new PodWait(Reason.STARTING, "");

  /** The kubelet's words for containers that cannot start. */
  private static final Map<String, Reason> WAITING =
      Map.of(
          "ErrImagePull", Reason.IMAGE_PULL_FAILED,
          "ImagePullBackOff", Reason.IMAGE_PULL_FAILED,
          "InvalidImageName", Reason.IMAGE_PULL_FAILED,
          "ErrImageNeverPull", Reason.IMAGE_PULL_FAILED,
          "ImageInspectError", Reason.IMAGE_PULL_FAILED,
          "RegistryUnavailable", Reason.IMAGE_PULL_FAILED,
          "CreateContainerConfigError", Reason.CONTAINER_CONFIG_ERROR,
          "CreateContainerError", Reason.CONTAINER_CONFIG_ERROR,
          "RunContainerError", Reason.CONTAINER_CONFIG_ERROR,
          "CrashLoopBackOff", Reason.CRASH_LOOPING);

  /** Whether it says more than that something starts. */
  public boolean isTelling() {
    return reason != Reason.STARTING;
  }

  /** Of a pod that exists and has not begun. */
  static PodWait of(Pod pod, Circumstances around) {
    return container(pod)
        .or(() -> scheduling(pod, around))
        .or(() -> volume(around))
        .orElse(STARTING);
  }

  /** Of pods that do not exist. */
  static PodWait withoutPod(Circumstances around) {
    return around
        .refusal()
        .map(
            said ->
                new PodWait(
                    around.quotaExhausted() ? Reason.QUOTA_EXCEEDED : Reason.POD_FORBIDDEN, said))
        .orElse(STARTING);
  }

  private static Optional<PodWait> container(Pod pod) {
    return Containers.waiting(pod).flatMap(container -> wait(container).stream()).findFirst();
  }

  private static Optional<PodWait> wait(ContainerStatus container) {
    ContainerStateWaiting waiting = container.getState().getWaiting();
    return Optional.ofNullable(WAITING.get(text(waiting.getReason())))
        .map(reason -> new PodWait(reason, message(reason, container, waiting)));
  }

  /** Without what changes from try to try, so that a pod that keeps failing says one thing. */
  private static String message(
      Reason reason, ContainerStatus container, ContainerStateWaiting waiting) {
    return switch (reason) {
      case IMAGE_PULL_FAILED -> "image " + container.getImage();
      case CRASH_LOOPING -> "container " + container.getName() + lastExit(container);
      default -> text(waiting.getMessage());
    };
  }

  private static String lastExit(ContainerStatus container) {
    return Optional.ofNullable(container.getLastState())
        .map(ContainerState::getTerminated)
        .map(ended -> " ended with exit code " + ended.getExitCode())
        .orElse("");
  }

  private static Optional<PodWait> scheduling(Pod pod, Circumstances around) {
    return Containers.condition(pod, "PodScheduled")
        .filter(condition -> "False".equals(condition.getStatus()))
        .filter(condition -> "Unschedulable".equals(condition.getReason()))
        .map(
            condition ->
                new PodWait(
                    around.claimUnbound() ? Reason.VOLUME_NOT_BOUND : Reason.UNSCHEDULABLE,
                    text(condition.getMessage())));
  }

  private static Optional<PodWait> volume(Circumstances around) {
    return around
        .mountFailure()
        .map(said -> new PodWait(Reason.CONTAINER_CONFIG_ERROR, said))
        .or(() -> around.attachFailure().map(said -> new PodWait(Reason.VOLUME_NOT_BOUND, said)));
  }

  private static String text(@Nullable String text) {
    return Objects.requireNonNullElse(text, "");
  }
}
