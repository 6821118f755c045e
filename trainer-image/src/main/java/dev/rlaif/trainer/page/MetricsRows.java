package dev.rlaif.trainer.page;

import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Rows of the metrics as the page gets them. Numbers have the precision of a float, which is more
 * than a screen shows; one that is missing is {@code "NaN"}.
 *
 * @param steps numbers of the steps; of the last one where a row stands for several
 * @param times seconds since 1970
 * @param values [rows] by metric
 */
record MetricsRows(long[] steps, double[] times, Map<String, float[]> values) {

  /**
   * Rows {@code from} to {@code to}.
   *
   * @param width rows that become one, their mean
   */
  static MetricsRows of(Map<String, double[]> columns, int from, int to, int width) {
    int step = Math.max(1, width);
    int rows = (to - from + step - 1) / step;
    long[] steps = new long[rows];
    double[] times = new double[rows];
    Map<String, float[]> values = new LinkedHashMap<>();
    columns.forEach(
        (name, column) -> {
          float[] means = new float[rows];
          for (int row = 0; row < rows; row++) {
            int first = from + row * step;
            int end = Math.min(to, first + step);
            means[row] = (float) mean(column, first, end);
            switch (name) {
              case "step" -> steps[row] = (long) column[end - 1];
              case "time" -> times[row] = Math.rint(column[end - 1] * 10) / 10;
              default -> {}
            }
          }
          if (!name.equals("step") && !name.equals("time")) {
            values.put(name, means);
          }
        });
    return new MetricsRows(steps, times, values);
  }

  /** Of the numbers that there are. */
  private static double mean(double[] values, int from, int to) {
    double sum = 0;
    int count = 0;
    for (int i = from; i < to; i++) {
      if (Double.isFinite(values[i])) {
        sum += values[i];
        count++;
      }
    }
    return count == 0 ? Double.NaN : sum / count;
  }
}
