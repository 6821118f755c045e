package dev.rlaif.trainer.rollout;

import ai.djl.ndarray.NDManager;
import dev.rlaif.trainer.kernel.KeyValueCache;
import dev.rlaif.trainer.kernel.MixedBatch;
import dev.rlaif.trainer.llama.LlamaModel;
import java.util.Arrays;
import java.util.stream.LongStream;

/**
 * Keys and values of prompts that were read lately, for those that begin like one of them. They are
 * copied out and in, in memory that is taken once.
 */
final class PrefixCache implements AutoCloseable {
  /** A node each on the heap; more would only be in small models, that read prompts fast. */
  private static final int MOST_POSITIONS = 1 << 14;

  private final MixedBatch kernels;
  private final NDManager scope;
  private final KeyValueCache kept;
  private final PrefixTree tree;

  PrefixCache(LlamaModel base, MixedBatch kernels, CacheMemory memory) {
    int positions = Math.min(MOST_POSITIONS, memory.positions());
    this.kernels = kernels;
    this.scope = base.newScope();
    this.kept = KeyValueCache.allocate(scope, base.kernels(), base.config().shape(), 1, positions);
    this.tree = new PrefixTree(positions);
  }

  /** Whether it could keep a prompt of so many tokens whole. */
  boolean holds(int tokens) {
    return tokens <= kept.capacity();
  }

  /** Tokens of a prompt that {@link #restore} would find. */
  int known(LiveRow row) {
    return find(row).length;
  }

  /**
   * Copies what is kept of the beginning of a row's prompt to where the row is read.
   *
   * @param step owns what is made for it
   * @param target row of the cache
   */
  void restore(NDManager step, LiveRow row, KeyValueCache cache, int target) {
    int[] slots = find(row);
    if (slots.length > 0) {
      kernels.copySlots(
          kept,
          cache,
          step.create(Arrays.stream(slots).asLongStream().toArray()),
          step.create(positions(cache, target, 0, slots.length)));
    }
    row.reuse(slots.length);
  }

  /**
   * Keeps what was read of a row's prompt, which is all of it.
   *
   * @param step owns what is made for it
   * @param source row of the cache
   */
  void keep(NDManager step, LiveRow row, KeyValueCache cache, int source) {
    var added = tree.add(row.request().adapter(), row.request().promptIds());
    int count = added.slots().length;
    if (count > 0) {
      kernels.copySlots(
          cache,
          kept,
          step.create(positions(cache, source, added.from(), count)),
          step.create(Arrays.stream(added.slots()).asLongStream().toArray()));
    }
  }

  /** Forgets all, as when it is not certain what was written. */
  void clear() {
    tree.clear();
  }

  @Override
  public void close() {
    scope.close();
  }

  /** All but the last token, whose logits are wanted. */
  private int[] find(LiveRow row) {
    return tree.find(row.request().adapter(), row.request().promptIds(), row.promptLength() - 1);
  }

  private static long[] positions(KeyValueCache cache, int row, int from, int count) {
    return LongStream.range(0, count).map(t -> cache.slot(row, from) + t).toArray();
  }
}
