package dev.rlaif.operator.judge;

import dev.rlaif.api.v1alpha1.Reason;

/** The cluster refuses an act, and will until a person does something. */
final class Obstructed extends RuntimeException {
  private static final long serialVersionUID = 1L;
  private final Reason reason;

  Obstructed(Reason reason, String message) {
    super(message);
    this.reason = reason;
  }

  Reason reason() {
    return reason;
  }

  String sentence() {
    return String.valueOf(getMessage());
  }
}
