package dev.rlaif.trainer.rollout;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import dev.rlaif.trainer.kernel.KeyValueCache;
import dev.rlaif.trainer.kernel.MixedBatch;
import dev.rlaif.trainer.kernel.PackedAdapter;
import dev.rlaif.trainer.llama.LlamaModel;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.stream.Stream;

/**
 * Continuous batching: answers are taken in and let go between two tokens, whatever adapter they
 * are of and however they are drawn. Prompts are read in parts, so that the answers in the making
 * go on meanwhile; an answer depends on its prompt, seed and model, not on its company.
 *
 * <p>Rows in the making are the first ones of the cache. A prompt of several parts is read in the
 * last row, and moves when it is read; shorter ones take turns with it.
 */
public final class LiveBatch implements AnswerBatch {
  /** Prompt tokens of one step: more would let the others wait, fewer would cost more in all. */
  private static final int CPU_PART = 96;

  private static final int GPU_PART = 2048;

  private static final int PARTS_OF_MANY = 4;

  /** Of a CPU's memory. */
  private static final long CACHE_BYTES = 1L << 30;

  private final LlamaModel base;
  private final NDManager scope;
  private final AdapterBank bank;
  private final PromptReader prompts;
  private final LiveSampler sampler;
  private final LiveCache memory;
  private final int part;

  /**
   * Whether answers in the making draw their tokens in the pass that reads prompts: on a CPU most
   * of a pass of few tokens is the way of the weights from memory. On a GPU it is not, and
   * attention over whole prompts needs no mask there.
   */
  private final boolean mixes;

  private final List<LiveRow> rows = new ArrayList<>();
  private final Deque<LiveRow> newcomers = new ArrayDeque<>();
  private final Deque<LiveRow> reading = new ArrayDeque<>(1);
  private boolean othersTurn;

  /**
   * An empty batch.
   *
   * @param adapters made in the scope that they are given, which the batch owns
   * @param stopIds tokens that end an answer, besides those of the model's own configuration
   * @param maxRows answers in the making at once
   * @param prefixBytes memory for keys and values of prompts that were read, so that their
   *     beginnings need not be read again
   */
  public LiveBatch(
      LlamaModel base,
      List<Function<NDManager, PackedAdapter>> adapters,
      int[] stopIds,
      int maxRows,
      long prefixBytes) {
    this(
        base,
        adapters,
        stopIds,
        maxRows,
        prefixBytes,
        base.placement().isGpu() ? GPU_PART : CPU_PART);
  }

  /** As the public one, with as many prompt tokens in one step. */
  LiveBatch(
      LlamaModel base,
      List<Function<NDManager, PackedAdapter>> adapters,
      int[] stopIds,
      int maxRows,
      long prefixBytes,
      int part) {
    this.base = base;
    MixedBatch kernels = new MixedBatch(base.kernels());
    this.scope = base.newScope();
    this.bank =
        new AdapterBank(
            kernels, scope, adapters.stream().map(adapter -> adapter.apply(scope)).toList());
    this.prompts =
        new PromptReader(
            base,
            kernels,
            bank,
            new PrefixCache(base, kernels, CacheMemory.of(base).atMost(prefixBytes)));
    this.sampler =
        new LiveSampler(kernels, StopIds.of(base.config(), stopIds), base.config().vocabulary());
    this.memory = new LiveCache(base, kernels, maxRows, CacheMemory.of(base).atMost(CACHE_BYTES));
    this.part = part;
    this.mixes = !base.placement().isGpu();
  }

  @Override
  public int size() {
    return rows.size() + newcomers.size() + reading.size();
  }

  @Override
  public boolean admits(LiveRequest request) {
    return size() == 0 || size() < memory.rows(Math.max(request.positions(), longest()));
  }

  @Override
  public void add(LiveRequest request) {
    newcomers.add(new LiveRow(request));
    fit();
  }

  @Override
  public void step() {
    leave(row -> !row.request().listener().isWanted());
    List<LiveRow> together = nextPrompts();
    boolean decodes = together.isEmpty() || !mixes;
    if (!together.isEmpty()) {
      readTogether(together, mixes ? List.copyOf(rows) : List.of());
    } else if (!reading.isEmpty()) {
      readOn(reading.element());
    }
    leave(LiveRow::isEnded);
    if (decodes && !rows.isEmpty()) {
      decode();
      leave(LiveRow::isEnded);
    }
  }

  @Override
  public void clear() {
    rows.clear();
    newcomers.clear();
    reading.clear();
    prompts.clear();
    fit();
  }

  @Override
  public void close() {
    prompts.close();
    memory.close();
    scope.close();
  }

  private int longest() {
    return Stream.of(rows, newcomers, reading)
        .flatMap(all -> all.stream())
        .mapToInt(row -> row.request().positions())
        .max()
        .orElse(0);
  }

  private void fit() {
    int used = rows.stream().mapToInt(LiveRow::position).max().orElse(0);
    if (memory.fit(longest(), rows.size(), used)) {
      // what was read in the last row is lost with it
      reading.forEach(row -> row.read(0));
    }
  }

  /** Prompts that are read whole now; none where the long one has its turn, or none waits. */
  private List<LiveRow> nextPrompts() {
    if (reading.isEmpty() && !newcomers.isEmpty() && isLong(newcomers.element())) {
      reading.add(newcomers.remove());
    }
    List<LiveRow> together = othersTurn || reading.isEmpty() ? shortOnes() : List.of();
    othersTurn = together.isEmpty();
    return together;
  }

  private boolean isLong(LiveRow row) {
    return prompts.tokens(row) > part;
  }

  /**
   * Takes out newcomers whose prompts are one part together; some parts where at least as many come
   * as would wait for them, since prompts read together cost less and full batches do, too. One
   * that begins like another comes behind it, and need not read that again.
   */
  private List<LiveRow> shortOnes() {
    List<LiveRow> together = new ArrayList<>();
    int left = newcomers.size() >= rows.size() ? PARTS_OF_MANY * part : part;
    while (!newcomers.isEmpty()) {
      LiveRow next = newcomers.element();
      int tokens = prompts.tokens(next);
      if (tokens > part || tokens > left || prompts.shouldWait(next, together)) {
        break;
      }
      left -= tokens;
      together.add(newcomers.remove());
    }
    return together;
  }

  /**
   * Reads prompts whole.
   *
   * @param running all rows, which draw a token in the same pass, or none
   */
  private void readTogether(List<LiveRow> together, List<LiveRow> running) {
    KeyValueCache cache = memory.cache();
    int first = rows.size();
    try (NDManager step = scope.newSubManager()) {
      NDArray logits = prompts.readTogether(step, running, together, cache, first);
      rows.addAll(together);
      sampler.draw(step, logits, running.isEmpty() ? together : rows);
      prompts.keep(step, together, cache, first);
    }
  }

  /** The next part of a long prompt. */
  private void readOn(LiveRow row) {
    KeyValueCache cache = memory.cache();
    int place = cache.rows() - 1;
    try (NDManager step = scope.newSubManager()) {
      NDArray logits = prompts.readOn(step, row, cache, place, part);
      if (row.read() == row.promptLength()) {
        reading.clear();
        if (rows.size() < place) {
          base.kernels().moveRow(cache, place, rows.size(), row.promptLength());
        }
        rows.add(row);
        sampler.draw(step, logits, List.of(row));
        prompts.keep(step, List.of(row), cache, rows.size() - 1);
      }
    }
  }

  private void decode() {
    KeyValueCache cache = memory.cache();
    DecodeInput input = DecodeInput.of(rows, cache);
    int[] who = rows.stream().mapToInt(row -> row.request().adapter()).toArray();
    try (NDManager step = scope.newSubManager()) {
      NDArray logits = input.logits(base, step, cache, bank.of(step, who));
      sampler.draw(step, logits, rows);
    }
  }

  /** Lets rows go; the gap of each is closed by the last one. */
  private void leave(Predicate<LiveRow> leaves) {
    int before = size();
    newcomers.removeIf(leaves);
    reading.removeIf(leaves);
    for (int b = rows.size() - 1; b >= 0; b--) {
      if (leaves.test(rows.get(b))) {
        int end = rows.size() - 1;
        if (b < end) {
          base.kernels().moveRow(memory.cache(), end, b, rows.get(end).position());
          rows.set(b, rows.get(end));
        }
        rows.remove(end);
      }
    }
    if (size() < before) {
      fit();
    }
  }
}
