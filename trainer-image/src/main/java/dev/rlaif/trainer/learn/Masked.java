package dev.rlaif.trainer.learn;

import dev.rlaif.trainer.stage.StageFailure;

/** Statistics over the entries of ragged rows [B][L_b] whose mask is set. */
public final class Masked {
  /** Keeps the division finite where all entries are equal. */
  private static final double WHITEN_EPSILON = 1e-8;

  /** What becomes of the mean when values are whitened. */
  public enum Mean {
    SHIFTED_TO_ZERO,
    KEPT
  }

  private Masked() {}

  /** Entries that are set in one row. */
  public static int count(boolean[] mask) {
    int count = 0;
    for (boolean set : mask) {
      count += set ? 1 : 0;
    }
    return count;
  }

  /** The last entry that is set; the last one of all where none is. */
  public static int last(boolean[] mask) {
    for (int t = mask.length - 1; t >= 0; t--) {
      if (mask[t]) {
        return t;
      }
    }
    return mask.length - 1;
  }

  public static long count(boolean[][] mask) {
    long count = 0;
    for (boolean[] row : mask) {
      count += count(row);
    }
    return count;
  }

  /** Sum over the set entries of one row. */
  public static double sum(double[] values, boolean[] mask) {
    double sum = 0;
    for (int t = 0; t < values.length; t++) {
      sum += mask[t] ? values[t] : 0;
    }
    return sum;
  }

  /** Mean over all set entries; NaN where none is set. */
  public static double mean(double[][] values, boolean[][] mask) {
    double sum = 0;
    for (int b = 0; b < values.length; b++) {
      sum += sum(values[b], mask[b]);
    }
    return sum / count(mask);
  }

  /**
   * Unbiased variance over all set entries.
   *
   * @throws StageFailure if fewer than two entries are set: the unbiased variance is undefined
   */
  public static double variance(double[][] values, boolean[][] mask) {
    long count = count(mask);
    if (count < 2) {
      throw StageFailure.wrong(
          "whitening a batch with "
              + count
              + " trained response token(s): at least 2 are needed; raise rollout.batchSize or"
              + " rollout.minNewTokens");
    }
    double mean = mean(values, mask);
    double squares = 0;
    for (int b = 0; b < values.length; b++) {
      for (int t = 0; t < values[b].length; t++) {
        double deviation = values[b][t] - mean;
        squares += mask[b][t] ? deviation * deviation : 0;
      }
    }
    return squares / (count - 1);
  }

  /**
   * Scales to unit variance, statistics taken over the set entries; entries that are not set are 0.
   *
   * @throws StageFailure if fewer than two entries are set
   */
  public static double[][] whiten(double[][] values, boolean[][] mask, Mean mode) {
    double mean = mean(values, mask);
    double scale = 1 / Math.sqrt(variance(values, mask) + WHITEN_EPSILON);
    double shift = mode == Mean.KEPT ? mean : 0;
    double[][] whitened = new double[values.length][];
    for (int b = 0; b < values.length; b++) {
      whitened[b] = new double[values[b].length];
      for (int t = 0; t < values[b].length; t++) {
        whitened[b][t] = mask[b][t] ? (values[b][t] - mean) * scale + shift : 0;
      }
    }
    return whitened;
  }
}
