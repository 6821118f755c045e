package dev.rlaif.trainer.rollout;

import ai.djl.ndarray.NDManager;
import dev.rlaif.trainer.kernel.KeyValueCache;
import dev.rlaif.trainer.kernel.MixedBatch;
import dev.rlaif.trainer.llama.LlamaModel;

/**
 * A key-value cache that grows and shrinks with the answers it is for, within a limit of memory:
 * the longer the longest of them, the fewer rows.
 */
final class LiveCache implements AutoCloseable {
  private static final int SMALLEST = 256;

  /** Shrinks if so much smaller would do, so that it does not go to and fro. */
  private static final int SHRINK = 4;

  private final LlamaModel base;
  private final MixedBatch kernels;
  private final int maxRows;
  private final CacheMemory memory;
  private NDManager scope;
  private KeyValueCache cache;

  LiveCache(LlamaModel base, MixedBatch kernels, int maxRows, CacheMemory memory) {
    this.base = base;
    this.kernels = kernels;
    this.maxRows = maxRows;
    this.memory = memory;
    this.scope = base.newScope();
    this.cache = allocate(scope, SMALLEST);
  }

  KeyValueCache cache() {
    return cache;
  }

  /** Rows that there can be where the longest has so many positions. */
  int rows(int positions) {
    return Math.min(maxRows, memory.rows(capacity(positions)));
  }

  /**
   * Makes room, or gives room back.
   *
   * @param positions of the longest row
   * @param kept first rows whose content is kept
   * @param used positions of them
   * @return whether rows moved; those behind the kept ones are lost
   */
  boolean fit(int positions, int kept, int used) {
    int wanted = capacity(positions);
    if (wanted <= cache.capacity() && wanted * SHRINK > cache.capacity()) {
      return false;
    }
    NDManager next = base.newScope();
    KeyValueCache moved = allocate(next, wanted);
    if (kept > 0) {
      kernels.copyRows(cache, moved, kept, used);
    }
    scope.close();
    scope = next;
    cache = moved;
    return true;
  }

  @Override
  public void close() {
    scope.close();
  }

  private KeyValueCache allocate(NDManager manager, int capacity) {
    return KeyValueCache.allocate(
        manager, base.kernels(), base.config().shape(), rows(capacity), capacity);
  }

  /** The next power of two, so that it seldom changes. */
  private static int capacity(int positions) {
    int power = Integer.highestOneBit(Math.max(SMALLEST, positions));
    return power >= positions ? power : 2 * power;
  }
}
