package dev.rlaif.trainer.cli;

import java.util.List;
import java.util.Locale;
import java.util.stream.DoubleStream;

/**
 * Numbers as blocks of eight heights, for a terminal.
 *
 * @param values in their order; what is no number is left out
 */
record Curve(List<Double> values) {
  private static final String BLOCKS = "▁▂▃▄▅▆▇█";
  private static final int ROWS = 5;

  /** Left of a chart. */
  private static final int MARGIN = 14;

  Curve {
    values = values.stream().filter(Double::isFinite).toList();
  }

  /** The newest on the right, in one row of at most so many columns. */
  String line(int columns) {
    StringBuilder line = new StringBuilder();
    for (int eighths : heights(columns, BLOCKS.length() - 1)) {
      line.append(BLOCKS.charAt(eighths));
    }
    return line.toString();
  }

  /** With the least and the most beside it; empty of fewer than two numbers. */
  String chart(String title, int columns) {
    if (values.size() < 2) {
      return "";
    }
    int[] heights = heights(columns - MARGIN, ROWS * BLOCKS.length() - 1);
    StringBuilder chart = new StringBuilder("   ").append(title);
    for (int row = ROWS - 1; row >= 0; row--) {
      chart.append(
          String.format(
              "%n   %9s ", row == ROWS - 1 ? text(most()) : row == 0 ? text(least()) : ""));
      chart.append('│');
      for (int height : heights) {
        int above = height - row * BLOCKS.length();
        chart.append(above < 0 ? ' ' : BLOCKS.charAt(Math.min(above, BLOCKS.length() - 1)));
      }
    }
    return chart.toString();
  }

  /** Means of neighbours where there are more than columns, from 0 to {@code highest}. */
  private int[] heights(int columns, int highest) {
    int count = Math.min(values.size(), Math.max(0, columns));
    double span = most() - least();
    int[] heights = new int[count];
    for (int i = 0; i < count; i++) {
      int from = i * values.size() / count;
      int to = (i + 1) * values.size() / count;
      double mean = mean(values.subList(from, to));
      heights[i] = span == 0 ? highest / 2 : (int) Math.round((mean - least()) / span * highest);
    }
    return heights;
  }

  private double least() {
    return numbers().min().orElse(0);
  }

  private double most() {
    return numbers().max().orElse(0);
  }

  private DoubleStream numbers() {
    return values.stream().mapToDouble(Double::doubleValue);
  }

  private static double mean(List<Double> some) {
    return some.stream().mapToDouble(Double::doubleValue).average().orElse(0);
  }

  private static String text(double value) {
    return String.format(Locale.ROOT, "%.3f", value);
  }
}
