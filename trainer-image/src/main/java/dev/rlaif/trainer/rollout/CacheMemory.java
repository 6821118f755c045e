package dev.rlaif.trainer.rollout;

import dev.rlaif.trainer.kernel.KeyValueCache;
import dev.rlaif.trainer.llama.LlamaModel;

/**
 * How many rows a key-value cache may have.
 *
 * @param bytes for all of it
 * @param positionBytes of one position of one row
 */
record CacheMemory(long bytes, long positionBytes) {

  /**
   * On a GPU a third of what the weights leave, so that training fits beside it. A CPU has room for
   * as many rows as it can decode.
   */
  static CacheMemory of(LlamaModel base) {
    long position =
        KeyValueCache.bytesPerPosition(base.config().shape(), base.placement().precision());
    long room = base.roomBytes();
    return new CacheMemory(base.placement().isGpu() ? room / 3 : room, position);
  }

  CacheMemory atMost(long limit) {
    return new CacheMemory(Math.min(bytes, limit), positionBytes);
  }

  /** Positions in all, of whatever rows. */
  int positions() {
    return (int) Math.min(Integer.MAX_VALUE, bytes / positionBytes);
  }

  /** At least one row of so many positions. */
  int rows(int capacity) {
    return (int) Math.max(1, Math.min(Integer.MAX_VALUE, bytes / (positionBytes * capacity)));
  }
}
