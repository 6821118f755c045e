package dev.rlaif.trainer.lora;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import dev.rlaif.trainer.kernel.HeadScores;
import dev.rlaif.trainer.kernel.PackedBatch;
import dev.rlaif.trainer.llama.LlamaConfig;
import dev.rlaif.trainer.stage.StageFailure;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * Sequences as the kernels take them. The last token predicts nothing and is left out; the hidden
 * state at position P-1+t predicts response token t.
 *
 * @param targets [M] int64: all response tokens
 * @param lengths [B] response tokens of each sequence
 */
record TokenBatch(PackedBatch packed, NDArray targets, int[] lengths) {

  static TokenBatch of(NDManager manager, List<Sequence> sequences, LlamaConfig config) {
    List<int[]> tokens = new ArrayList<>();
    List<int[]> rows = new ArrayList<>();
    List<Long> targets = new ArrayList<>();
    for (Sequence sequence : sequences) {
      int[] prompt = sequence.promptIds();
      int[] response = sequence.responseIds();
      check(sequence, config);
      int[] joined = Arrays.copyOf(prompt, prompt.length + response.length - 1);
      System.arraycopy(response, 0, joined, prompt.length, response.length - 1);
      int[] positions = new int[response.length];
      for (int t = 0; t < response.length; t++) {
        positions[t] = prompt.length - 1 + t;
        targets.add((long) response[t]);
      }
      tokens.add(joined);
      rows.add(positions);
    }
    return new TokenBatch(
        PackedBatch.of(manager, tokens, rows),
        manager.create(targets.stream().mapToLong(Long::longValue).toArray()),
        rows.stream().mapToInt(row -> row.length).toArray());
  }

  int positions() {
    return Arrays.stream(lengths).sum();
  }

  /** What was said of the chosen positions, by sequence. */
  TokenScores scores(HeadScores head) {
    float[] flat = head.scores().toFloatArray();
    int positions = positions();
    return new TokenScores(
        rows(flat, 0), rows(flat, positions), rows(flat, 2 * positions), rows(flat, 3 * positions));
  }

  /** [M] as [B][L_b]. */
  private float[][] rows(float[] flat, int offset) {
    float[][] rows = new float[lengths.length][];
    int start = offset;
    for (int b = 0; b < lengths.length; b++) {
      rows[b] = Arrays.copyOfRange(flat, start, start + lengths[b]);
      start += lengths[b];
    }
    return rows;
  }

  /** [B][L_b] as [M]. */
  float[] flat(double[][] rows) {
    if (rows.length != lengths.length) {
      throw new IllegalArgumentException(rows.length + " rows for " + lengths.length);
    }
    float[] flat = new float[positions()];
    int next = 0;
    for (int b = 0; b < lengths.length; b++) {
      if (rows[b].length != lengths[b]) {
        throw new IllegalArgumentException(
            "row " + b + " has " + rows[b].length + " entries for " + lengths[b] + " tokens");
      }
      for (double value : rows[b]) {
        flat[next++] = (float) value;
      }
    }
    return flat;
  }

  private static void check(Sequence sequence, LlamaConfig config) {
    int prompt = sequence.promptIds().length;
    int response = sequence.responseIds().length;
    if (prompt < 1 || response < 1) {
      throw new IllegalArgumentException(
          "a sequence of " + prompt + " prompt and " + response + " response tokens");
    }
    config.requireKnown(sequence.promptIds());
    config.requireKnown(sequence.responseIds());
    if (prompt + response - 1 > config.positions()) {
      throw StageFailure.wrong(
          "a sequence of "
              + (prompt + response)
              + " tokens does not fit the model's "
              + config.positions()
              + " positions; lower maxPromptTokens or maxNewTokens");
    }
  }
}
