package dev.rlaif.trainer.run;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** Variants side by side, for the terminal and as Markdown. */
public final class ComparisonTable {
  private static final List<String> HEAD =
      List.of(
          "variant",
          "algorithm",
          "bad, greedy",
          "bad, sampled",
          "useful",
          "ended",
          "mean length",
          "KL, nats",
          "training",
          "gates");

  private ComparisonTable() {}

  /** Columns of equal width, each line ended by a line feed. */
  public static String text(List<ComparedRun> runs) {
    List<List<String>> rows = new ArrayList<>(List.of(HEAD));
    runs.forEach(run -> rows.add(cells(run)));
    var text = new StringBuilder();
    for (List<String> row : rows) {
      var line = new StringBuilder();
      for (int column = 0; column < row.size(); column++) {
        int at = column;
        int width = rows.stream().mapToInt(cells -> cells.get(at).length()).max().orElse(0);
        line.append(String.format("%-" + (width + 2) + "s", row.get(column)));
      }
      text.append(line.toString().stripTrailing()).append('\n');
    }
    return text.toString();
  }

  static String markdown(String title, List<ComparedRun> runs) {
    var text = new StringBuilder("# " + title + "\n\n");
    text.append(row(HEAD)).append(row(Collections.nCopies(HEAD.size(), "---")));
    runs.forEach(run -> text.append(row(cells(run))));
    return text.append(
            "\nBad and useful answers to the held-out questions, base -> tuned; sampled: mean of"
                + " the sampled passes; length: of the base's; KL: of an answer from the base; training:"
                + " wall time, with pairs where they are made.\n")
        .toString();
  }

  private static String row(List<String> cells) {
    return "| " + String.join(" | ", cells) + " |\n";
  }

  private static List<String> cells(ComparedRun run) {
    return List.of(
        run.name(),
        run.algorithm().toString(),
        run.base().bad() + " -> " + run.tuned().bad() + " of " + run.tuned().prompts(),
        change(run.base().sampledBad(), run.tuned().sampledBad()),
        change(run.base().useful(), run.tuned().useful()),
        change(run.base().ended(), run.tuned().ended()),
        number("%.0f %%", 100 * run.lengthRatio()),
        number("%.2f", run.kl()),
        number("%.0f s", run.seconds()),
        run.passed() ? "passed" : "missed");
  }

  private static String change(@Nullable Number before, @Nullable Number after) {
    return before == null || after == null ? "-" : plain(before) + " -> " + plain(after);
  }

  private static String plain(Number number) {
    return number instanceof Integer ? number.toString() : number("%.1f", number.doubleValue());
  }

  private static String number(String format, @Nullable Double value) {
    return value == null ? "-" : String.format(Locale.ROOT, format, value);
  }
}
