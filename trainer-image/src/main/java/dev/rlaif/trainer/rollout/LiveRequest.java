package dev.rlaif.trainer.rollout;

/**
 * One answer that is wanted of a {@link LiveBatch}.
 *
 * @param promptIds rendered and encoded prompt, at least one token
 * @param seed of its random numbers: the same seed draws the same answer in whatever batch
 * @param temperature 0 means greedy; else logits are divided by it
 * @param topP 1 is off
 * @param maxNewTokens at least 1
 * @param adapter number of the adapter; {@link #BASE} for none
 */
@SuppressWarnings("ArrayRecordComponent") // handed on and read, never compared
public record LiveRequest(
    int[] promptIds,
    long seed,
    double temperature,
    double topP,
    int maxNewTokens,
    int adapter,
    RowListener listener) {

  /** Of the base model, without an adapter. */
  public static final int BASE = -1;

  /** Positions of the cache that it may need; its last token is never an input. */
  int positions() {
    return promptIds.length + maxNewTokens - 1;
  }
}
