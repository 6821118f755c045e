package dev.rlaif.trainer.tracking;

import java.util.Arrays;

/**
 * Counts in equal bins between the smallest and the largest value.
 *
 * @param limits right edges of the bins
 * @param counts of the bins
 */
record Histogram(
    double min,
    double max,
    double sum,
    double sumOfSquares,
    long count,
    double[] limits,
    double[] counts) {
  private static final int BINS = 30;

  /** Values that are not finite are left out. */
  static Histogram of(double[] values) {
    double[] finite = Arrays.stream(values).filter(Double::isFinite).toArray();
    double min = Arrays.stream(finite).min().orElse(0);
    double max = Arrays.stream(finite).max().orElse(0);
    int bins = max > min ? BINS : 1;
    double width = (max - min) / bins;
    double[] limits = new double[bins];
    double[] counts = new double[bins];
    Arrays.setAll(limits, i -> i == bins - 1 ? max : min + width * (i + 1));
    for (double value : finite) {
      int bin = width > 0 ? (int) ((value - min) / width) : 0;
      counts[Math.min(bin, bins - 1)]++;
    }
    return new Histogram(
        min,
        max,
        Arrays.stream(finite).sum(),
        Arrays.stream(finite).map(v -> v * v).sum(),
        finite.length,
        limits,
        counts);
  }
}
