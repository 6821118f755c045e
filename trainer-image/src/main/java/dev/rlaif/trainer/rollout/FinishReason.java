package dev.rlaif.trainer.rollout;

/** Why an answer ended. */
public enum FinishReason {
  /**
   * a stop token or stop string was generated; a stop token is the last response token and counts
   */
  STOP,
  /** the token limit was reached */
  LENGTH
}
