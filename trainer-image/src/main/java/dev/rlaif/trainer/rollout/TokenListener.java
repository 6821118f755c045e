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
}
