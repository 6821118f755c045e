package dev.rlaif.trainer.rollout;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
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
    DecodeInput input = DecodeInput.of(rows, cache);
    try (NDManager step = scope.newSubManager()) {
      NDArray logits = input.logits(base, step, cache, adapters);
      return sampler.draw(step, logits, rows, listener);
    }
  }

  @Override
  public void close() {}
}
