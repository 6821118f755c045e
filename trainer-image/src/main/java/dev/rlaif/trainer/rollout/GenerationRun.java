package dev.rlaif.trainer.rollout;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import dev.rlaif.trainer.kernel.KeyValueCache;
import dev.rlaif.trainer.kernel.PackedAdapter;
import dev.rlaif.trainer.kernel.PackedBatch;
import dev.rlaif.trainer.kernel.cuda.CudaStream;
import dev.rlaif.trainer.llama.LlamaModel;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;

/**
 * One call of the generator, with continuous batching: the place of a finished row is taken by the
 * last row and refilled from the waiting requests, so that the rows in the making are always the
 * cache's first ones and no row is decoded for nothing.
 */
final class GenerationRun {
  /** Prompt tokens of one call: enough to keep the device busy, small beside the weights. */
  private static final int CPU_PREFILL_TOKENS = 2048;

  private static final int GPU_PREFILL_TOKENS = 16384;

  private final LlamaModel base;
  private final NDManager scope;
  private final PackedAdapter adapter;
  private final List<NDArray> parts;
  private final TokenSampler sampler;
  private final int maxRows;
  private final Decoding decoding;
  private final List<ActiveRow> rows = new ArrayList<>();
  private final Deque<GenerationRequest> waiting = new ArrayDeque<>();

  GenerationRun(
      LlamaModel base,
      NDManager scope,
      PackedAdapter adapter,
      TokenSampler sampler,
      int maxRows,
      Decoding decoding) {
    this.base = base;
    this.decoding = decoding;
    this.scope = scope;
    this.adapter = adapter;
    this.parts = base.kernels().reordered(scope, adapter.parts());
    this.sampler = sampler;
    this.maxRows = maxRows;
  }

  List<Completion> run(
      List<GenerationRequest> requests, Consumer<Completion> finished, TokenListener listener) {
    Map<GenerationRequest, Completion> done = new IdentityHashMap<>();
    waiting.addAll(requests);
    KeyValueCache cache = cache(requests);
    try (Decoder decoder = decoder(cache, requests, listener)) {
      while (!rows.isEmpty() || !waiting.isEmpty()) {
        if (rows.size() < cache.rows() && !waiting.isEmpty()) {
          admit(cache, listener);
        } else {
          sampler.append(decoder.next(rows), rows, listener);
        }
        for (ActiveRow row : retire(cache)) {
          Completion completion = row.completion();
          done.put(row.request(), completion);
          finished.accept(completion);
        }
      }
    }
    return requests.stream().map(done::get).toList();
  }

  private KeyValueCache cache(List<GenerationRequest> requests) {
    int capacity = capacity(requests);
    int fitting = CacheMemory.of(base).rows(capacity);
    return KeyValueCache.allocate(
        scope,
        base.kernels(),
        base.config().shape(),
        Math.min(fitting, Math.min(maxRows, requests.size())),
        capacity);
  }

  /**
   * Only the dynamic decoder sees logits, from which chances are told and repetition is punished.
   */
  private Decoder decoder(
      KeyValueCache cache, List<GenerationRequest> requests, TokenListener listener) {
    boolean tellsChances =
        requests.stream().anyMatch(request -> listener.wantedChances(request.index()) >= 0);
    if (decoding == Decoding.DYNAMIC || tellsChances || sampler.penalises()) {
      return new DynamicDecoder(base, scope, cache, parts, sampler, listener);
    }
    return new StaticDecoder(
        new StepFactory(base, scope, cache, adapter, sampler, decoding),
        cache,
        sampler,
        decoding.isRecorded()
            ? new GraphRepetition(CudaStream.of(base.placement().device().getDeviceId()))
            : Repetition.EAGER);
  }

  /** Positions that the longest answer can need; its last token is never an input. */
  private int capacity(List<GenerationRequest> requests) {
    return requests.stream()
        .mapToInt(request -> request.promptIds().length + limit(request) - 1)
        .max()
        .orElseThrow();
  }

  private int limit(GenerationRequest request) {
    return Math.min(sampler.maxNewTokens(), base.config().positions() - request.promptIds().length);
  }

  private void admit(KeyValueCache cache, TokenListener listener) {
    List<ActiveRow> admitted = new ArrayList<>();
    List<int[]> prompts = new ArrayList<>();
    List<int[]> last = new ArrayList<>();
    int prefillTokens = base.placement().isGpu() ? GPU_PREFILL_TOKENS : CPU_PREFILL_TOKENS;
    int tokens = 0;
    while (rows.size() + admitted.size() < cache.rows() && !waiting.isEmpty()) {
      int length = waiting.element().promptIds().length;
      if (tokens > 0 && tokens + length > prefillTokens) {
        break;
      }
      GenerationRequest request = waiting.remove();
      admitted.add(new ActiveRow(request, limit(request)));
      prompts.add(request.promptIds());
      last.add(new int[] {length - 1});
      tokens += length;
    }
    try (NDManager step = scope.newSubManager()) {
      long[] slots = new long[tokens];
      int token = 0;
      for (int b = 0; b < prompts.size(); b++) {
        for (int t = 0; t < prompts.get(b).length; t++) {
          slots[token++] = cache.slot(rows.size() + b, t);
        }
      }
      PackedBatch batch = PackedBatch.of(step, prompts, last);
      NDArray logits =
          base.kernels().prefill(base.weights(), batch, cache, step.create(slots), parts);
      sampler.append(sampler.draw(step, logits, admitted, listener), admitted, listener);
    }
    rows.addAll(admitted);
  }

  /** Takes finished rows out and closes the gaps; the result is in no order. */
  private List<ActiveRow> retire(KeyValueCache cache) {
    List<ActiveRow> finished = new ArrayList<>();
    for (int b = rows.size() - 1; b >= 0; b--) {
      if (!rows.get(b).isFinished()) {
        continue;
      }
      finished.add(rows.get(b));
      int end = rows.size() - 1;
      if (b < end) {
        base.kernels().moveRow(cache, end, b, rows.get(end).position());
        rows.set(b, rows.get(end));
      }
      rows.remove(end);
    }
    return finished;
  }
}
