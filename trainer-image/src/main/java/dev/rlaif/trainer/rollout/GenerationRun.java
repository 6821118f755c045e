package dev.rlaif.trainer.rollout;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import dev.rlaif.trainer.kernel.KeyValueCache;
import dev.rlaif.trainer.kernel.PackedBatch;
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
  /** Prompt tokens of one call; more would only cost memory. */
  private static final int PREFILL_TOKENS = 2048;

  private final LlamaModel base;
  private final NDManager scope;
  private final List<NDArray> adapters;
  private final TokenSampler sampler;
  private final int maxRows;
  private final List<ActiveRow> rows = new ArrayList<>();
  private final Deque<GenerationRequest> waiting = new ArrayDeque<>();

  GenerationRun(
      LlamaModel base, NDManager scope, List<NDArray> adapters, TokenSampler sampler, int maxRows) {
    this.base = base;
    this.scope = scope;
    this.adapters = adapters;
    this.sampler = sampler;
    this.maxRows = maxRows;
  }

  List<Completion> run(
      List<GenerationRequest> requests, Consumer<Completion> finished, TokenListener listener) {
    Map<GenerationRequest, Completion> done = new IdentityHashMap<>();
    waiting.addAll(requests);
    KeyValueCache cache =
        KeyValueCache.allocate(scope, base.config().shape(), maxRows, capacity(requests));
    while (!rows.isEmpty() || !waiting.isEmpty()) {
      if (rows.size() < maxRows && !waiting.isEmpty()) {
        admit(cache, listener);
      } else {
        decode(cache, listener);
      }
      for (ActiveRow row : retire(cache)) {
        Completion completion = row.completion();
        done.put(row.request(), completion);
        finished.accept(completion);
      }
    }
    return requests.stream().map(done::get).toList();
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
    int tokens = 0;
    while (rows.size() + admitted.size() < maxRows && !waiting.isEmpty()) {
      int length = waiting.element().promptIds().length;
      if (tokens > 0 && tokens + length > PREFILL_TOKENS) {
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
          base.kernels().prefill(base.weights(), batch, cache, step.create(slots), adapters);
      sampler.draw(step, logits, admitted, listener);
    }
    rows.addAll(admitted);
  }

  private void decode(KeyValueCache cache, TokenListener listener) {
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
                  step.create(ids),
                  step.create(positions),
                  step.create(slots),
                  used,
                  cache,
                  adapters);
      sampler.draw(step, logits, rows, listener);
    }
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
