package dev.rlaif.operator.cli;

import dev.rlaif.plan.StageDoor;

/** A failure that a person can act on; the message says what was found and what would do. */
final class CommandFailure extends RuntimeException {
  static final int ENVIRONMENT = 1;
  private static final long serialVersionUID = 1L;

  private final int exitCode;

  private CommandFailure(String message, int exitCode) {
    super(message);
    this.exitCode = exitCode;
  }

  /** What was given is wrong: the same again would fail the same. */
  static CommandFailure wrong(String message) {
    return new CommandFailure(message, StageDoor.EXIT_WRONG);
  }

  /** What surrounds the command is not as it should be, for now. */
  static CommandFailure environment(String message) {
    return new CommandFailure(message, ENVIRONMENT);
  }

  int exitCode() {
    return exitCode;
  }
}
