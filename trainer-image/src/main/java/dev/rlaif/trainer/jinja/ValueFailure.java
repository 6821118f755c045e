package dev.rlaif.trainer.jinja;

/** A value that something cannot be done with; the place is added by who knows it. */
final class ValueFailure extends RuntimeException {
  private static final long serialVersionUID = 1;

  private final String what;

  ValueFailure(String what) {
    super(what);
    this.what = what;
  }

  /** What cannot be done, without its place. */
  String what() {
    return what;
  }
}
