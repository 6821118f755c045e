package dev.rlaif.trainer.rollout;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import dev.rlaif.trainer.kernel.Kernels;
import dev.rlaif.trainer.kernel.SamplingFilter;
import java.util.Arrays;
import java.util.List;

/** Draws the next token of each row and notes which rows end with it. */
final class TokenSampler {
  private final Kernels kernels;
  private final Sampling sampling;
  private final SamplingFilter filter;
  private final int[] stopIds;
  private final NDArray stops;
  private final NDArray none;

  /** The scope owns what lasts over all draws. */
  TokenSampler(Kernels kernels, NDManager scope, Sampling sampling, int[] stopIds) {
    this.kernels = kernels;
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

  /**
   * Appends a token to every row.
   *
   * @param logits [B, V]
   * @param rows [B]
   */
  void draw(NDManager step, NDArray logits, List<ActiveRow> rows, TokenListener listener) {
    int count = rows.size();
    float[] uniforms = new float[count];
    boolean[] ban = new boolean[count];
    boolean anyBan = false;
    for (int b = 0; b < count; b++) {
      uniforms[b] = rows.get(b).nextUniform();
      ban[b] = rows.get(b).drawn() < sampling.minNewTokens();
      anyBan |= ban[b];
    }
    double[] drawn =
        kernels
            .sample(logits, step.create(uniforms), filter, anyBan ? stops : none, step.create(ban))
            .toDoubleArray();
    for (int b = 0; b < count; b++) {
      ActiveRow row = rows.get(b);
      int id = (int) drawn[b];
      row.append(id, (float) drawn[count + b]);
      int index = row.request().index();
      if (listener.wantedChances(index) >= 0) {
        listener.chances(index, chances(logits.get(b), id, listener.wantedChances(index)));
      }
      boolean wanted = listener.token(index, id);
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
