package dev.rlaif.trainer.pair;

import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;

/** A manifest of pairs as lines for the terminal. */
public final class PairsText {
  private static final int BAR = 40;

  private PairsText() {}

  /** What was paired and what was not, the margins, the lengths, the warnings. */
  public static String of(PairManifest manifest) {
    var text = new StringBuilder();
    text.append(line("%d pairs of %d%s", manifest.pairs(), manifest.offered(), others(manifest)));
    if (manifest.answers() > 0) {
      text.append(
          line(
              "%d answers judged, %d scores missing",
              manifest.answers(), manifest.missingScores()));
    }
    if (manifest.cut() > 0) {
      text.append(line("%d answers cut off at spec.rollout.maxNewTokens", manifest.cut()));
    }
    Double mean = manifest.meanMargin();
    if (mean != null) {
      text.append(line("margin of the scores, mean %.3f", mean));
      text.append(histogram(manifest.margins()));
    }
    if (manifest.pairs() > 0) {
      text.append(lengths("chosen", manifest.chosen()));
      text.append(lengths("rejected", manifest.rejected()));
    }
    manifest.warnings().forEach(warning -> text.append(line("warning: %s", warning)));
    return text.toString();
  }

  /** One sentence: how many pairs, of how many, and their mean margin. */
  public static String summary(PairManifest manifest) {
    Double mean = manifest.meanMargin();
    return "%d pairs of %d".formatted(manifest.pairs(), manifest.offered())
        + (mean == null ? "" : String.format(Locale.ROOT, ", mean margin %.2f", mean))
        + others(manifest)
        + (manifest.warnings().isEmpty() ? "" : "; " + String.join("; ", manifest.warnings()));
  }

  /**
   * The reasons why some became no pair, for example {@code ; 58 no margin, 2 a held-out prompt}.
   */
  static String others(PairManifest manifest) {
    Map<Unpaired, Integer> inOrder = new TreeMap<>(manifest.unpaired());
    return inOrder.isEmpty()
        ? ""
        : inOrder.entrySet().stream()
            .map(entry -> entry.getValue() + " " + entry.getKey().words())
            .collect(Collectors.joining(", ", "; not paired: ", ""));
  }

  private static String histogram(List<Integer> bins) {
    int most = Math.max(1, bins.stream().mapToInt(Integer::intValue).max().orElse(1));
    var text = new StringBuilder();
    for (int i = 0; i < bins.size(); i++) {
      if (bins.get(i) > 0) {
        String bar = "#".repeat(Math.max(1, BAR * bins.get(i) / most));
        text.append(line("  %.1f to %.1f %6d %s", i / 10.0, (i + 1) / 10.0, bins.get(i), bar));
      }
    }
    return text.toString();
  }

  private static String lengths(String name, PairManifest.Lengths lengths) {
    return line(
        "%-8s answers: %.1f tokens, %d to %d",
        name, lengths.mean(), lengths.shortest(), lengths.longest());
  }

  private static String line(String format, Object... values) {
    return String.format(Locale.ROOT, format, values) + "\n";
  }
}
