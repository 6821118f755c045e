package dev.rlaif.trainer.rollout;

/** Hears of every token as soon as it is drawn. */
@FunctionalInterface
public interface TokenListener {

  /**
   * Called on the generating thread.
   *
   * @param index of the request
   * @return whether the answer should go on; if not, it ends with this token
   */
  boolean token(int index, int tokenId);

  /**
   * How many of the most probable tokens are wanted with each token of an answer; below 0: none,
   * and {@link #chances} is not called.
   */
  default int wantedChances(int index) {
    return -1;
  }

  /** Called before {@link #token} with the same token. */
  default void chances(int index, TokenChances chances) {}
}
