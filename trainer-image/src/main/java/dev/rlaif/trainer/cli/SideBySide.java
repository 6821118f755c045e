package dev.rlaif.trainer.cli;

import java.util.ArrayList;
import java.util.List;

/**
 * Texts in columns of equal width.
 *
 * @param columns of the terminal
 */
record SideBySide(int columns) {
  private static final String BETWEEN = " │ ";
  private static final int NARROWEST = 16;

  /** Rows, the first with the names; a row is never wider than the terminal. */
  List<String> rows(List<String> names, List<String> texts) {
    int width =
        Math.max(NARROWEST, (columns - 1 - BETWEEN.length() * (texts.size() - 1)) / texts.size());
    List<List<String>> all = new ArrayList<>();
    for (int i = 0; i < texts.size(); i++) {
      List<String> lines = new ArrayList<>(List.of(names.get(i), "─".repeat(width)));
      lines.addAll(wrapped(texts.get(i), width));
      all.add(lines);
    }
    int height = all.stream().mapToInt(List::size).max().orElse(0);
    List<String> rows = new ArrayList<>();
    for (int row = 0; row < height; row++) {
      StringBuilder line = new StringBuilder();
      for (List<String> lines : all) {
        String cell = row < lines.size() ? lines.get(row) : "";
        line.append(line.isEmpty() ? "" : row == 1 ? "─┼─" : BETWEEN);
        line.append(cell).append(" ".repeat(Math.max(0, width - cell.length())));
      }
      rows.add(line.toString().stripTrailing());
    }
    return rows;
  }

  /** At blanks; a word that is wider than its column is cut. */
  static List<String> wrapped(String text, int width) {
    List<String> lines = new ArrayList<>();
    for (String paragraph : LabelSession.printable(text).strip().split("\n", -1)) {
      StringBuilder line = new StringBuilder();
      for (String word : paragraph.strip().split("\\s+", -1)) {
        String rest = word;
        if (!line.isEmpty() && line.length() + 1 + rest.length() > width) {
          lines.add(line.toString());
          line.setLength(0);
        }
        while (rest.length() > width) {
          lines.add(rest.substring(0, width));
          rest = rest.substring(width);
        }
        line.append(line.isEmpty() ? "" : " ").append(rest);
      }
      lines.add(line.toString());
    }
    return lines;
  }
}
