package dev.rlaif.trainer.rollout;

import ai.djl.ndarray.NDManager;
import dev.rlaif.trainer.kernel.PackedAdapter;
import dev.rlaif.trainer.llama.LlamaModel;
import dev.rlaif.trainer.lora.LoraPolicy;
import dev.rlaif.trainer.lora.Policy;
import dev.rlaif.trainer.stage.StageFailure;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.Function;

/**
 * Generates on this process's engine. An answer depends on its prompt, its seed, the sampling and
 * the weights, never on what else is in the batch.
 */
public final class BatchedGenerator implements Generator {
  private final LlamaModel base;
  private final Function<NDManager, PackedAdapter> adapter;
  private final int[] stopIds;
  private final int maxRows;
  private final Decoding decoding;

  /**
   * Of a base model alone.
   *
   * @param stopIds tokens that end an answer, besides those of the model's own configuration
   * @param maxRows answers in the making at once
   */
  public BatchedGenerator(LlamaModel base, int[] stopIds, int maxRows) {
    this(base, scope -> PackedAdapter.NONE, stopIds, maxRows, Decoding.of(base.placement()));
  }

  /** Of a policy as its parameters are when {@code generate} is called, or of its reference. */
  public BatchedGenerator(LoraPolicy policy, Policy.Adapter state, int[] stopIds, int maxRows) {
    this(
        policy.base(),
        scope -> policy.pack(scope, state),
        stopIds,
        maxRows,
        Decoding.of(policy.base().placement()));
  }

  /** The same answers, with decode steps given to the device in another way. */
  public BatchedGenerator with(Decoding other) {
    return new BatchedGenerator(base, adapter, stopIds, maxRows, other);
  }

  private BatchedGenerator(
      LlamaModel base,
      Function<NDManager, PackedAdapter> adapter,
      int[] stopIds,
      int maxRows,
      Decoding decoding) {
    if (maxRows < 1) {
      throw new IllegalArgumentException("maxRows " + maxRows + " must be at least 1");
    }
    this.base = base;
    this.adapter = adapter;
    this.stopIds = StopIds.of(base.config(), stopIds);
    this.maxRows = maxRows;
    this.decoding = decoding;
  }

  @Override
  public List<Completion> generate(
      List<GenerationRequest> requests, Sampling sampling, Consumer<Completion> finished) {
    return generate(requests, sampling, finished, (index, tokenId) -> true);
  }

  /** As {@link #generate(List, Sampling, Consumer)}, telling each token as it is drawn. */
  public List<Completion> generate(
      List<GenerationRequest> requests,
      Sampling sampling,
      Consumer<Completion> finished,
      TokenListener listener) {
    if (sampling.maxNewTokens() < 1) {
      throw new IllegalArgumentException("maxNewTokens must be at least 1");
    }
    requests.forEach(this::refuseUnfit);
    if (requests.isEmpty()) {
      return List.of();
    }
    try (NDManager scope = base.newScope()) {
      return new GenerationRun(
              base,
              scope,
              adapter.apply(scope),
              new TokenSampler(base.kernels(), scope, sampling, stopIds),
              maxRows,
              decoding)
          .run(requests, finished, listener);
    }
  }

  private void refuseUnfit(GenerationRequest request) {
    base.config().requireKnown(request.promptIds());
    int length = request.promptIds().length;
    int positions = base.config().positions();
    if (length < 1 || length >= positions) {
      throw StageFailure.wrong(
          "prompt "
              + request.index()
              + " has "
              + length
              + " tokens: must be from 1 to "
              + (positions - 1)
              + ", so that an answer fits the model's "
              + positions
              + " positions");
    }
  }
}
