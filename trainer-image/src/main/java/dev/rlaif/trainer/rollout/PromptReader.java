package dev.rlaif.trainer.rollout;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import dev.rlaif.trainer.kernel.CachedTokens;
import dev.rlaif.trainer.kernel.KeyValueCache;
import dev.rlaif.trainer.kernel.MixedBatch;
import dev.rlaif.trainer.kernel.PackedBatch;
import dev.rlaif.trainer.llama.LlamaModel;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;

/** Reads prompts into rows of a cache, but not what it read before. */
final class PromptReader implements AutoCloseable {
  private final LlamaModel base;
  private final MixedBatch kernels;
  private final AdapterBank bank;
  private final PrefixCache prefixes;

  /** A reader that owns the kept prefixes. */
  PromptReader(LlamaModel base, MixedBatch kernels, AdapterBank bank, PrefixCache prefixes) {
    this.base = base;
    this.kernels = kernels;
    this.bank = bank;
    this.prefixes = prefixes;
  }

  /** Tokens of a row's prompt that are still to be read, if it begins now. */
  int tokens(LiveRow row) {
    return row.promptLength() - prefixes.known(row);
  }

  /**
   * Whether a prompt should be read after others, since it would then have at most half as much to
   * read.
   *
   * @param before what is about to be read
   */
  boolean shouldWait(LiveRow row, List<LiveRow> before) {
    if (!prefixes.holds(row.promptLength())) {
      return false;
    }
    int[] ids = row.request().promptIds();
    int known = prefixes.known(row);
    int shared =
        before.stream()
            .filter(other -> other.request().adapter() == row.request().adapter())
            .mapToInt(other -> commonPrefix(ids, other.request().promptIds()))
            .max()
            .orElse(0);
    return 2 * (shared - known) >= ids.length - known;
  }

  /**
   * Reads prompts whole, in one pass, together with the last tokens of answers in the making.
   *
   * @param running rows before the first prompt's that are fed, too: all of them or none
   * @param first row of the cache, which is that of the first prompt; the others follow
   * @return [B, V] logits of the next token of each running row and of each prompt
   */
  NDArray readTogether(
      NDManager step,
      List<LiveRow> running,
      List<LiveRow> together,
      KeyValueCache cache,
      int first) {
    for (int b = 0; b < together.size(); b++) {
      prefixes.restore(step, together.get(b), cache, first + b);
    }
    List<Feed> feeds =
        Stream.concat(running.stream().map(Feed::ofLast), together.stream().map(Feed::ofRest))
            .toList();
    int tokens = feeds.stream().mapToInt(feed -> feed.ids.length).sum();
    long[] positions = new long[tokens];
    long[] slots = new long[tokens];
    int[] who = new int[tokens];
    int firstRow = first - running.size();
    int token = 0;
    for (int b = 0; b < feeds.size(); b++) {
      Feed feed = feeds.get(b);
      for (int position = feed.from; position < feed.end(); position++) {
        who[token] = feed.adapter;
        positions[token] = position;
        slots[token++] = cache.slot(firstRow + b, position);
      }
    }
    var batch =
        PackedBatch.of(
            step,
            feeds.stream().map(Feed::ids).toList(),
            feeds.stream().map(feed -> new int[] {feed.ids.length - 1}).toList());
    NDArray places = step.create(slots);
    List<NDArray> adapters = bank.of(step, who);
    if (feeds.stream().allMatch(feed -> feed.from == 0)) {
      return base.kernels().prefill(base.weights(), batch, cache, places, adapters);
    }
    int used = feeds.stream().mapToInt(Feed::end).max().orElseThrow();
    var behind =
        new CachedTokens(batch.ids(), step.create(positions), places, firstRow, feeds.size(), used);
    return kernels.extend(base.weights(), behind, batch, cache, adapters);
  }

  /**
   * Reads the next part of a prompt.
   *
   * @param place row of the cache
   * @param part tokens at most
   * @return [1, V] logits of the token behind it
   */
  NDArray readOn(NDManager step, LiveRow row, KeyValueCache cache, int place, int part) {
    if (row.read() == 0) {
      prefixes.restore(step, row, cache, place);
    }
    int from = row.read();
    int count = Math.min(part, row.promptLength() - from);
    long[] ids = new long[count];
    long[] positions = new long[count];
    long[] slots = new long[count];
    for (int t = 0; t < count; t++) {
      ids[t] = row.request().promptIds()[from + t];
      positions[t] = from + t;
      slots[t] = cache.slot(place, from + t);
    }
    int[] who = {row.request().adapter()};
    NDArray logits =
        base.kernels()
            .decode(
                base.weights(),
                CachedTokens.ofRow(
                    step.create(ids),
                    step.create(positions),
                    step.create(slots),
                    place,
                    from + count),
                cache,
                bank.of(step, who));
    row.read(from + count);
    return logits;
  }

  /**
   * Keeps what was read, for prompts that begin alike.
   *
   * @param first row of the cache, which is that of the first prompt; the others follow
   */
  void keep(NDManager step, List<LiveRow> read, KeyValueCache cache, int first) {
    for (int b = 0; b < read.size(); b++) {
      prefixes.keep(step, read.get(b), cache, first + b);
    }
  }

  /** Forgets what was read before. */
  void clear() {
    prefixes.clear();
  }

  @Override
  public void close() {
    prefixes.close();
  }

  private static int commonPrefix(int[] one, int[] other) {
    int difference = Arrays.mismatch(one, other);
    return difference < 0 ? one.length : difference;
  }

  /**
   * What a row is fed.
   *
   * @param ids [N]
   * @param from position of the first one
   */
  @SuppressWarnings("ArrayRecordComponent") // handed on and read, never compared
  private record Feed(int[] ids, int from, int adapter) {

    static Feed ofLast(LiveRow row) {
      return new Feed(new int[] {row.lastId()}, row.position(), row.request().adapter());
    }

    static Feed ofRest(LiveRow row) {
      return new Feed(
          Arrays.copyOfRange(row.request().promptIds(), row.read(), row.promptLength()),
          row.read(),
          row.request().adapter());
    }

    int end() {
      return from + ids.length;
    }
  }
}
