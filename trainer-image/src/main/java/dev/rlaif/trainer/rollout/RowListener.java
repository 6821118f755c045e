package dev.rlaif.trainer.rollout;

/** Whoever wants one answer of a {@link LiveBatch}; called on the thread that steps the batch. */
public interface RowListener {

  /** Whether anybody still waits for the answer; asked before every step. */
  boolean isWanted();

  /**
   * The prompt was read; called once, before the first {@link #token}.
   *
   * @param reused tokens of its beginning that were not read again
   */
  default void promptRead(int reused) {}

  /**
   * A token was drawn.
   *
   * @return whether the answer should go on; if not, it ends with this token
   */
  boolean token(int tokenId);

  /** The answer is complete; not called where it was not wanted any more. */
  void finished(FinishReason reason);

  /**
   * How many of the most probable tokens are wanted with each token; below 0: none, and {@link
   * #chances} is not called.
   */
  default int wantedChances() {
    return -1;
  }

  /** Called before {@link #token} with the same token. */
  default void chances(TokenChances chances) {}
}
