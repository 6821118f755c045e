package dev.rlaif.trainer.rollout.vllm;

/** A server does not know an adapter that it was given: it was started anew since. */
final class AdapterMissing extends Exception {
  private static final long serialVersionUID = 1L;

  AdapterMissing(String message) {
    super(message);
  }
}
