package dev.rlaif.operator.cli;

import java.util.List;

/**
 * Rows of text in columns as kubectl sets them: three spaces between, and no column narrower than
 * six characters with them.
 */
final class Columns {
  private static final int PADDING = 3;
  private static final int LEAST = 6;

  private Columns() {}

  /** One line for each row; every row has as many cells as the first. */
  static String of(List<List<String>> rows) {
    StringBuilder text = new StringBuilder();
    for (List<String> row : rows) {
      StringBuilder line = new StringBuilder();
      for (int column = 0; column < row.size(); column++) {
        String cell = row.get(column);
        boolean last = column == row.size() - 1;
        line.append(cell).append(last ? "" : " ".repeat(width(rows, column) - cell.length()));
      }
      text.append(line.toString().stripTrailing()).append('\n');
    }
    return text.toString();
  }

  private static int width(List<List<String>> rows, int column) {
    int longest = rows.stream().mapToInt(row -> row.get(column).length()).max().orElse(0);
    return Math.max(LEAST, longest + PADDING);
  }
}
