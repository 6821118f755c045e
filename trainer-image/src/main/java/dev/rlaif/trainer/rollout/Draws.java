package dev.rlaif.trainer.rollout;

import java.util.Arrays;

/**
 * Tokens that were drawn, one a row.
 *
 * @param ids [B]
 * @param logProbs [B] without filters
 */
record Draws(int[] ids, float[] logProbs) {

  /**
   * The draws of the first rows.
   *
   * @param drawn [2, S]: ids, log-probabilities
   * @param rows B, at most S
   */
  static Draws of(double[] drawn, int rows) {
    int stride = drawn.length / 2;
    float[] logProbs = new float[rows];
    for (int b = 0; b < rows; b++) {
      logProbs[b] = (float) drawn[stride + b];
    }
    return new Draws(Arrays.stream(drawn, 0, rows).mapToInt(id -> (int) id).toArray(), logProbs);
  }
}
