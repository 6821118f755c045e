package dev.rlaif.trainer.rollout;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import dev.rlaif.trainer.kernel.MixedBatch;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;

/** Draws the next token of rows, each in its own way, and tells it. */
final class LiveSampler {
  private final MixedBatch kernels;
  private final int[] stopIds;
  private final int vocabulary;

  /**
   * A sampler.
   *
   * @param stopIds tokens that end an answer, ascending
   */
  LiveSampler(MixedBatch kernels, int[] stopIds, int vocabulary) {
    this.kernels = kernels;
    this.stopIds = stopIds;
    this.vocabulary = vocabulary;
  }

  /**
   * Draws one token of each row.
   *
   * @param logits [B, V]
   * @param rows [B]
   */
  void draw(NDManager step, NDArray logits, List<LiveRow> rows) {
    float[] uniforms = new float[rows.size()];
    for (int b = 0; b < uniforms.length; b++) {
      uniforms[b] = rows.get(b).nextUniform();
    }
    double[] drawn =
        kernels
            .sample(logits, step.create(uniforms), rows.stream().map(LiveRow::filter).toList())
            .toDoubleArray();
    int[] ids = Arrays.stream(drawn, 0, rows.size()).mapToInt(id -> (int) id).toArray();
    tellChances(step, logits, rows, ids);
    for (int b = 0; b < ids.length; b++) {
      rows.get(b).append(ids[b], Arrays.binarySearch(stopIds, ids[b]) >= 0);
    }
  }

  private void tellChances(NDManager step, NDArray logits, List<LiveRow> rows, int[] ids) {
    int[] asking = IntStream.range(0, ids.length).filter(b -> wanted(rows.get(b)) >= 0).toArray();
    if (asking.length == 0) {
      return;
    }
    int most = Arrays.stream(asking).map(b -> wanted(rows.get(b))).max().orElse(0);
    int told = Math.min(most, vocabulary);
    double[] chances =
        kernels
            .chances(
                logits,
                step.create(Arrays.stream(asking).asLongStream().toArray()),
                step.create(Arrays.stream(asking).mapToLong(b -> ids[b]).toArray()),
                told)
            .toDoubleArray();
    int stride = 1 + 2 * told;
    for (int m = 0; m < asking.length; m++) {
      LiveRow row = rows.get(asking[m]);
      double[] own = Arrays.copyOfRange(chances, m * stride, (m + 1) * stride);
      row.request().listener().chances(chances(ids[asking[m]], own, wanted(row)));
    }
  }

  private static int wanted(LiveRow row) {
    return row.request().listener().wantedChances();
  }

  /**
   * @param told log-probability of the token, then K tokens, then their log-probabilities
   */
  private static TokenChances chances(int id, double[] told, int wanted) {
    int most = told.length / 2;
    int count = Math.min(wanted, most);
    int[] topIds = new int[count];
    float[] topLogProbs = new float[count];
    for (int k = 0; k < count; k++) {
      topIds[k] = (int) told[1 + k];
      topLogProbs[k] = (float) told[1 + most + k];
    }
    return new TokenChances(id, (float) told[0], topIds, topLogProbs);
  }
}
