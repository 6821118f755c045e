package dev.rlaif.trainer.rollout.vllm;

/** A server did not answer, or could not now: another attempt may help. */
final class Unavailable extends Exception {
  private static final long serialVersionUID = 1L;

  Unavailable(String message) {
    super(message);
  }

  String why() {
    return String.valueOf(getMessage());
  }
}
