package dev.rlaif.trainer.stage;

/**
 * A stage cannot go on. The message says where, what, and what would do; the exit code says whether
 * trying again makes sense.
 */
public final class StageFailure extends RuntimeException {
  private static final long serialVersionUID = 1L;

  /** Exit codes of a stage; anything else than these may be retried. */
  public enum Exit {
    /** the environment failed: disk, network, memory; trying again may help */
    ENVIRONMENT(1),
    /** the plan, the data or the model is wrong: do not retry */
    WRONG(42),
    /** interrupted after a checkpoint: start again, resumes */
    INTERRUPTED(75);

    private final int code;

    Exit(int code) {
      this.code = code;
    }

    public int code() {
      return code;
    }
  }

  private final Exit exit;

  public StageFailure(Exit exit, String message) {
    super(message);
    this.exit = exit;
  }

  public StageFailure(Exit exit, String message, Throwable cause) {
    super(message, cause);
    this.exit = exit;
  }

  /** The plan, the data or the model is wrong (exit code 42). */
  public static StageFailure wrong(String message) {
    return new StageFailure(Exit.WRONG, message);
  }

  /** The environment failed (exit code 1). */
  public static StageFailure environment(String message, Throwable cause) {
    return new StageFailure(Exit.ENVIRONMENT, message, cause);
  }

  public Exit exit() {
    return exit;
  }
}
