package dev.rlaif.trainer.jinja;

/** A value that something cannot be done with; the place is added by who knows it. */
final class ValueFailure extends RuntimeException {
  private static final long serialVersionUID = 1;

  ValueFailure(String message) {
    super(message);
  }
}
