package dev.rlaif.trainer.rollout;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import dev.rlaif.trainer.kernel.CachedTokens;
import dev.rlaif.trainer.kernel.KeyValueCache;
import dev.rlaif.trainer.llama.LlamaModel;
import java.util.List;

/**
 * What a decode step is fed: the last token of each row, where it stands, and where the cache keeps
 * it; row b owns row b of the cache.
 *
 * @param used positions of the cache that the longest row has then
 */
record DecodeInput(long[] ids, long[] positions, long[] slots, int used) {

  static DecodeInput of(List<? extends OpenRow> rows, KeyValueCache cache) {
    long[] ids = new long[rows.size()];
    long[] positions = new long[ids.length];
    long[] slots = new long[ids.length];
    int used = 0;
    for (int b = 0; b < ids.length; b++) {
      OpenRow row = rows.get(b);
      ids[b] = row.lastId();
      positions[b] = row.position();
      slots[b] = cache.slot(b, row.position());
      used = Math.max(used, row.position() + 1);
    }
    return new DecodeInput(ids, positions, slots, used);
  }

  /** Feeds it; the logits of each row's next token, [rows, vocabulary]. */
  NDArray logits(LlamaModel base, NDManager step, KeyValueCache cache, List<NDArray> adapters) {
    return base.kernels()
        .decode(
            base.weights(),
            CachedTokens.ofEachRow(
                step.create(ids), step.create(positions), step.create(slots), used),
            cache,
            adapters);
  }
}
