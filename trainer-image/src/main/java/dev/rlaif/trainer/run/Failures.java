package dev.rlaif.trainer.run;

import ai.djl.engine.EngineException;
import dev.rlaif.api.v1alpha1.Reason;
import dev.rlaif.trainer.kernel.AllocationFailure;
import dev.rlaif.trainer.parallel.RankLost;
import dev.rlaif.trainer.stage.StageFailure;
import dev.rlaif.trainer.stage.Stopped;
import java.io.IOException;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** Whatever is thrown out of a stage, as a failure with a reason. */
public final class Failures {
  /** What a file system says when it is full; Java has no type for it. */
  private static final List<String> FULL =
      List.of("No space left on device", "Disk quota exceeded");

  private static final List<String> GPU = List.of("cuda", "cudnn", "cublas", "nccl", "device-side");

  private Failures() {}

  /** The failure that an error is, or is caused by; one of its own for what nobody expected. */
  public static StageFailure of(Throwable error) {
    return known(error)
        .orElseGet(
            () ->
                StageFailure.environment(
                    "something broke that should not, see the log and please report it: " + error,
                    error));
  }

  /** The failure that an error is, or is caused by; empty for what nobody expected. */
  public static Optional<StageFailure> known(Throwable error) {
    for (Throwable cause = error; cause != null; cause = cause.getCause()) {
      if (cause instanceof StageFailure failure) {
        return Optional.of(
            unsaid(failure) && isFull(failure) ? failure.because(Reason.WORKSPACE_FULL) : failure);
      }
      if (cause instanceof Stopped) {
        return Optional.of(StageFailure.interrupted("stopped as asked; the same command goes on"));
      }
      if (cause instanceof RankLost lost) {
        return Optional.of(
            StageFailure.interrupted(
                lost.why() + "; all ranks go on together from the last checkpoint"));
      }
      Optional<StageFailure> machine = ofTheMachine(cause);
      if (machine.isPresent()) {
        return machine;
      }
    }
    return Optional.empty();
  }

  private static Optional<StageFailure> ofTheMachine(Throwable error) {
    if (error instanceof IOException && isFull(error)) {
      return Optional.of(
          StageFailure.environment(
                  error.getMessage()
                      + ": make room on the volume of the workspace, or raise spec.storage.size",
                  error)
              .because(Reason.WORKSPACE_FULL));
    }
    if (error instanceof OutOfMemoryError) {
      return Optional.of(memory("the heap of the Java VM is used up", firstLine(error), error));
    }
    String said = String.valueOf(error.getMessage()).toLowerCase(Locale.ROOT);
    if (AllocationFailure.is(error)) {
      return Optional.of(
          memory("the engine could not allocate memory", AllocationFailure.line(error), error));
    }
    if (error instanceof EngineException && GPU.stream().anyMatch(said::contains)) {
      return Optional.of(
          StageFailure.environment("the GPU failed: " + firstLine(error), error)
              .because(Reason.GPU_ERROR));
    }
    return Optional.empty();
  }

  private static boolean unsaid(StageFailure failure) {
    return failure.reason() == Reason.STAGE_RETRYING;
  }

  private static boolean isFull(Throwable error) {
    for (Throwable cause = error; cause != null; cause = cause.getCause()) {
      String said = String.valueOf(cause.getMessage());
      if (cause instanceof IOException && FULL.stream().anyMatch(said::contains)) {
        return true;
      }
    }
    return false;
  }

  private static StageFailure memory(String what, String said, Throwable error) {
    return StageFailure.environment(
            what
                + " ("
                + said
                + "): raise the memory of the machine or pod, or lower spec.rollout.batchSize,"
                + " maxNewTokens or spec.lora.rank",
            error)
        .because(Reason.OUT_OF_MEMORY);
  }

  private static String firstLine(Throwable error) {
    return String.valueOf(error.getMessage()).lines().findFirst().orElse("");
  }
}
