package dev.rlaif.trainer.stage;

import dev.rlaif.api.v1alpha1.Reason;
import dev.rlaif.plan.StageDoor;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * A stage cannot go on. The message says where, what, and what would do; the exit code says whether
 * trying again makes sense, the reason what a status shall say.
 */
public final class StageFailure extends RuntimeException {
  private static final long serialVersionUID = 1L;

  /** Exit codes of a stage, each with the reason of a failure that names none. */
  public enum Exit {
    /** the environment failed: disk, network, memory; trying again may help */
    ENVIRONMENT(1, Reason.STAGE_RETRYING),
    /** the plan, the data or the model is wrong: do not retry */
    WRONG(StageDoor.EXIT_WRONG, Reason.PLAN_INVALID),
    /** interrupted after a checkpoint: start again, resumes */
    INTERRUPTED(StageDoor.EXIT_INTERRUPTED, Reason.INTERRUPTED);

    private final int code;
    private final Reason reason;

    Exit(int code, Reason reason) {
      this.code = code;
      this.reason = reason;
    }

    public int code() {
      return code;
    }
  }

  private final Exit exit;
  private final Reason reason;

  public StageFailure(Exit exit, String message) {
    this(exit, exit.reason, message, null);
  }

  public StageFailure(Exit exit, String message, Throwable cause) {
    this(exit, exit.reason, message, cause);
  }

  private StageFailure(Exit exit, Reason reason, String message, @Nullable Throwable cause) {
    super(message, cause);
    this.exit = exit;
    this.reason = reason;
  }

  /** The plan, the data or the model is wrong (exit code 42). */
  public static StageFailure wrong(String message) {
    return new StageFailure(Exit.WRONG, message);
  }

  /** The environment failed (exit code 1). */
  public static StageFailure environment(String message, Throwable cause) {
    return new StageFailure(Exit.ENVIRONMENT, message, cause);
  }

  /** Asked to stop (exit code 75); the message says from where the stage goes on. */
  public static StageFailure interrupted(String message) {
    return new StageFailure(Exit.INTERRUPTED, message);
  }

  /** The same failure with another reason. */
  public StageFailure because(Reason other) {
    return new StageFailure(exit, other, message(), this);
  }

  /**
   * Does work on something that can be wrong in one way only, so that a failure that says no more
   * than "wrong" gets this reason.
   */
  public static <T> T blaming(Reason reason, Supplier<T> work) {
    try {
      return work.get();
    } catch (StageFailure failure) {
      boolean unsaid = failure.exit == Exit.WRONG && failure.reason == Exit.WRONG.reason;
      throw unsaid ? failure.because(reason) : failure;
    }
  }

  public Exit exit() {
    return exit;
  }

  public Reason reason() {
    return reason;
  }

  /** The message, which every failure has. */
  public String message() {
    return String.valueOf(getMessage());
  }
}
