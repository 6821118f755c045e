package dev.rlaif.trainer.rollout;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import dev.rlaif.trainer.kernel.Kernels;
import dev.rlaif.trainer.kernel.SamplingFilter;
import dev.rlaif.trainer.kernel.SamplingKernels;
import java.util.Arrays;
import java.util.List;
import java.util.stream.LongStream;

/** Draws the next token of each row and notes which rows end with it. */
final class TokenSampler {
  private final SamplingKernels kernels;
  private final Sampling sampling;
  private final SamplingFilter filter;
  private final int[] stopIds;
  private final NDArray stops;
  private final NDArray none;

  /** The scope owns what lasts over all draws. */
  TokenSampler(Kernels kernels, NDManager scope, Sampling sampling, int[] stopIds) {
    this.kernels = new SamplingKernels(kernels);
    this.sampling = sampling;
    this.filter = new SamplingFilter(sampling.temperature(), sampling.topK(), sampling.topP());
    this.stopIds = stopIds;
    this.none = scope.create(new Shape(0), DataType.INT64);
    this.stops =
        stopIds.length == 0 ? none : scope.create(Arrays.stream(stopIds).asLongStream().toArray());
  }

  int maxNewTokens() {
    return sampling.maxNewTokens();
  }

  SamplingFilter filter() {
    return filter;
  }

  /** Ids that {@link #bans banned} rows may not draw; empty where no row ever is. */
  NDArray banned() {
    return sampling.minNewTokens() > 0 ? stops : none;
  }

  /** Whether a row may not end yet. */
  boolean bans(ActiveRow row) {
    return row.drawn() < sampling.minNewTokens();
  }

  /**
   * Draws a token of every row, and tells the chances it had to whoever wants them.
   *
   * @param logits [B, V]
   * @param rows [B]
   */
  Draws draw(NDManager step, NDArray logits, List<ActiveRow> rows, TokenListener listener) {
    int count = rows.size();
    float[] uniforms = new float[count];
    boolean[] ban = new boolean[count];
    boolean anyBan = false;
    for (int b = 0; b < count; b++) {
      uniforms[b] = rows.get(b).nextUniform();
      ban[b] = bans(rows.get(b));
      anyBan |= ban[b];
    }
    if (penalises()) {
      penalise(step, logits, rows);
    }
    double[] drawn =
        kernels
            .sample(logits, step.create(uniforms), filter, anyBan ? stops : none, step.create(ban))
            .toDoubleArray();
    Draws draws = Draws.of(drawn, count);
    tellChances(logits, rows, draws, listener);
    return draws;
  }

  /** Whether a draw needs to see all tokens of a row. */
  boolean penalises() {
    return sampling.repetitionPenalty() != 1;
  }

  private void penalise(NDManager step, NDArray logits, List<ActiveRow> rows) {
    long vocabulary = logits.getShape().get(1);
    LongStream cells = LongStream.empty();
    for (int b = 0; b < rows.size(); b++) {
      long start = b * vocabulary;
      cells = LongStream.concat(cells, rows.get(b).seenIds().mapToLong(id -> start + id));
    }
    kernels.penalise(logits, step.create(cells.toArray()), sampling.repetitionPenalty());
  }

  private static void tellChances(
      NDArray logits, List<ActiveRow> rows, Draws draws, TokenListener listener) {
    for (int b = 0; b < rows.size(); b++) {
      int index = rows.get(b).request().index();
      int wanted = listener.wantedChances(index);
      if (wanted >= 0) {
        listener.chances(index, chances(logits.get(b), draws.ids()[b], wanted));
      }
    }
  }

  /** Appends a token to every row, and ends rows with it. */
  void append(Draws draws, List<ActiveRow> rows, TokenListener listener) {
    for (int b = 0; b < rows.size(); b++) {
      ActiveRow row = rows.get(b);
      int id = draws.ids()[b];
      row.append(id, draws.logProbs()[b]);
      boolean wanted = listener.token(row.request().index(), id);
      if (!wanted || Arrays.binarySearch(stopIds, id) >= 0) {
        row.stop();
      }
    }
  }

  /**
   * @param logits [V]
   */
  private static TokenChances chances(NDArray logits, int id, int wanted) {
    NDArray logProbs = logits.toType(DataType.FLOAT32, false).logSoftmax(0);
    int count = (int) Math.min(wanted, logProbs.size());
    if (count == 0) {
      return new TokenChances(id, logProbs.getFloat(id), new int[0], new float[0]);
    }
    NDList top = logProbs.topK(count, 0, true, true);
    int[] ids = Arrays.stream(top.get(1).toLongArray()).mapToInt(Math::toIntExact).toArray();
    return new TokenChances(id, logProbs.getFloat(id), ids, top.get(0).toFloatArray());
  }
}
