package dev.rlaif.trainer.learn;

import java.util.Arrays;

/** Small operations on ragged rows. */
final class Rows {
  private Rows() {}

  static double[] doubles(float[] row) {
    double[] wide = new double[row.length];
    Arrays.setAll(wide, t -> row[t]);
    return wide;
  }

  static double[] scaled(double[] row, double factor) {
    return Arrays.stream(row).map(x -> x * factor).toArray();
  }

  /** Zeros in the shape of {@code rows}. */
  static double[][] zeros(double[][] rows) {
    return Arrays.stream(rows).map(row -> new double[row.length]).toArray(double[][]::new);
  }

  /** {@code value} where the mask is set, else 0. */
  static double[] masked(double value, boolean[] mask) {
    double[] row = new double[mask.length];
    Arrays.setAll(row, t -> mask[t] ? value : 0);
    return row;
  }

  static double[] masked(double[] values, boolean[] mask) {
    double[] row = new double[mask.length];
    Arrays.setAll(row, t -> mask[t] ? values[t] : 0);
    return row;
  }
}
