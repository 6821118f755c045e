package dev.rlaif.trainer.rollout;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import dev.rlaif.trainer.kernel.CachedTokens;
import dev.rlaif.trainer.kernel.KeyValueCache;
import dev.rlaif.trainer.llama.LlamaModel;
import java.util.List;

/** Decodes as many rows, over as many positions, as there are. */
final class DynamicDecoder implements Decoder {
  private final LlamaModel base;
  private final NDManager scope;
  private final KeyValueCache cache;
  private final List<NDArray> adapters;
  private final TokenSampler sampler;
  private final TokenListener listener;

  DynamicDecoder(
      LlamaModel base,
      NDManager scope,
      KeyValueCache cache,
      List<NDArray> adapters,
      TokenSampler sampler,
      TokenListener listener) {
    this.base = base;
    this.scope = scope;
    this.cache = cache;
    this.adapters = adapters;
    this.sampler = sampler;
    this.listener = listener;
  }

  @Override
  public Draws next(List<ActiveRow> rows) {
    long[] ids = new long[rows.size()];
    long[] positions = new long[ids.length];
    long[] slots = new long[ids.length];
    int used = 0;
    for (int b = 0; b < ids.length; b++) {
      ActiveRow row = rows.get(b);
      ids[b] = row.lastId();
      positions[b] = row.position();
      slots[b] = cache.slot(b, row.position());
      used = Math.max(used, row.position() + 1);
    }
    try (NDManager step = scope.newSubManager()) {
      NDArray logits =
          base.kernels()
              .decode(
                  base.weights(),
                  CachedTokens.ofEachRow(
                      step.create(ids), step.create(positions), step.create(slots), used),
                  cache,
                  adapters);
      return sampler.draw(step, logits, rows, listener);
    }
  }

  @Override
  public void close() {}
}
