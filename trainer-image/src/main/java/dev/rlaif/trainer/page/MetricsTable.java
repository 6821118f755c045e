package dev.rlaif.trainer.page;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;

/** The metrics of all steps, a column each: eight bytes a number, so that long runs fit. */
final class MetricsTable {
  private static final String STEP = "step";
  private static final String TIME = "time";

  private final Map<String, double[]> columns = new LinkedHashMap<>();
  private int rows;
  private int room = 256;

  MetricsTable() {
    clear();
  }

  /** Drops all rows: the log was written anew. */
  void clear() {
    columns.clear();
    rows = 0;
    column(STEP);
    column(TIME);
  }

  /** Adds a line of {@code metrics.jsonl}; what is no number becomes NaN. */
  void add(JsonNode line) {
    if (rows == room) {
      room *= 2;
      columns.replaceAll((name, values) -> padded(values));
    }
    column(TIME)[rows] = seconds(line.path(TIME).asText(""));
    line.properties()
        .forEach(
            field -> {
              if (!field.getKey().equals(TIME)) {
                JsonNode value = field.getValue();
                column(field.getKey())[rows] = value.isNumber() ? value.doubleValue() : Double.NaN;
              }
            });
    rows++;
  }

  int rows() {
    return rows;
  }

  /** Metrics that at least one step has. */
  Set<String> names() {
    return columns.keySet();
  }

  long step(int row) {
    return (long) value(STEP, row);
  }

  /** Seconds since 1970; NaN if the line had no time. */
  double time(int row) {
    return value(TIME, row);
  }

  /** NaN where the step has no such metric. */
  double value(String name, int row) {
    double[] values = columns.get(name);
    return values == null ? Double.NaN : values[row];
  }

  /** Rows from {@code first} on, as they stand. */
  MetricsRows from(int first) {
    return MetricsRows.of(columns, first, rows, 1);
  }

  /** All rows, or the means of neighbours if there are more than {@code most}. */
  MetricsRows thinned(int most) {
    return MetricsRows.of(columns, 0, rows, (rows + most - 1) / most);
  }

  private double[] column(String name) {
    return columns.computeIfAbsent(name, added -> filled(new double[room], 0));
  }

  private double[] padded(double[] values) {
    return filled(Arrays.copyOf(values, room), values.length);
  }

  private static double[] filled(double[] values, int from) {
    Arrays.fill(values, from, values.length, Double.NaN);
    return values;
  }

  private static double seconds(String time) {
    try {
      return Instant.parse(time).toEpochMilli() / 1e3;
    } catch (DateTimeParseException e) {
      return Double.NaN;
    }
  }
}
