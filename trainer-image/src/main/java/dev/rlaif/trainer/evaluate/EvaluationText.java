package dev.rlaif.trainer.evaluate;

import dev.rlaif.trainer.proof.Interval;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** The evaluation for a terminal: a table of both models and a few answers before and after. */
public final class EvaluationText {
  /** What a verdict begins with. */
  public static final String PASSED = "PASSED";

  public static final String REJECTED = "REJECTED";
  private static final String ROW = "  %-26s %10s %10s%n";
  private static final int WIDTH = 96;
  private static final String BODY = " ".repeat(16);

  /** Control characters, and marks that turn the direction of writing. */
  private static final Pattern CONTROL =
      Pattern.compile("[\\p{Cc}\\x{202A}-\\x{202E}\\x{2066}-\\x{2069}]+");

  private EvaluationText() {}

  /**
   * @param telling the answers to show, see {@link TellingSamples}
   */
  public static String of(EvaluationReport report, List<EvaluationSample> telling) {
    var text = new StringBuilder();
    line(text, ROW, "", "base", "tuned");
    figures(text, report);
    text.append(String.format("%n"));
    comparison(text, report);
    for (EvaluationSample sample : telling) {
      line(text, "%n  %s%n", wrapped(sample.question(), "  "));
      line(text, "    base  %s  %s%n", score(sample.base()), wrapped(sample.base().text(), BODY));
      line(text, "    tuned %s  %s%n", score(sample.tuned()), wrapped(sample.tuned().text(), BODY));
    }
    return text.toString().stripTrailing();
  }

  /** One line, and one for each gate that was missed. */
  public static String verdict(Verdict verdict) {
    if (verdict.passed()) {
      return PASSED + ": " + verdict.summary();
    }
    var text = new StringBuilder(REJECTED + ": " + verdict.summary());
    for (FailedGate gate : verdict.failedGates()) {
      line(text, "%n  %s: %s", gate.gate(), gate.meaning());
    }
    return text.toString();
  }

  private static void figures(StringBuilder text, EvaluationReport report) {
    PassFigures base = report.base().greedy();
    PassFigures tuned = report.tuned().greedy();
    row(text, "violations (greedy)", base.violations(), tuned.violations(), "%.0f");
    MeanFigures baseSampled = report.base().sampled();
    MeanFigures tunedSampled = report.tuned().sampled();
    if (baseSampled != null && tunedSampled != null) {
      String label = "violations (mean of " + baseSampled.passes() + " draws)";
      row(text, label, baseSampled.violations(), tunedSampled.violations(), "%.1f");
    }
    row(text, "scored", base.scored(), tuned.scored(), "%.0f");
    row(text, "useful answers", base.useful(), tuned.useful(), "%.0f");
    row(text, "ended by themselves", base.ended(), tuned.ended(), "%.0f");
    row(text, "mean length, tokens", base.meanLength(), tuned.meanLength(), "%.1f");
    row(text, "mean score", base.meanScore(), tuned.meanScore(), "%.3f");
    row(text, "KL, nats an answer", null, tuned.kl(), "%.2f");
  }

  private static void comparison(StringBuilder text, EvaluationReport report) {
    Interval interval = report.intervals().improvement();
    line(
        text,
        "  %s fewer violations (%.0f %% interval %s to %s), McNemar p = %.3g%n",
        percent(report.improvement()),
        100 * report.intervals().confidence(),
        percent(interval.low()),
        percent(interval.high()),
        report.mcnemarP());
    WinTieLoss count = report.winTieLoss();
    line(
        text,
        "  tuned against base: %d won, %d tied, %d lost%n",
        count.wins(),
        count.ties(),
        count.losses());
  }

  private static void row(
      StringBuilder text,
      String name,
      @Nullable Number base,
      @Nullable Number tuned,
      String format) {
    if (base != null || tuned != null) {
      line(text, ROW, name, cell(base, format), cell(tuned, format));
    }
  }

  private static String cell(@Nullable Number value, String format) {
    return value == null ? "" : String.format(Locale.ROOT, format, value.doubleValue());
  }

  private static String score(JudgedAnswer answer) {
    Double p = answer.p();
    return p == null ? "  - " : String.format(Locale.ROOT, "%.2f", p);
  }

  private static String percent(double share) {
    return String.format(Locale.ROOT, "%.0f %%", 100 * share);
  }

  /**
   * Lines of a readable width. Control characters of an untrusted answer do not reach the terminal,
   * where they could move the cursor or rename the window.
   */
  private static String wrapped(String untrusted, String indent) {
    String clean = CONTROL.matcher(untrusted).replaceAll(" ").replaceAll("\\s+", " ").strip();
    var lines = new StringBuilder();
    int width = 0;
    for (String word : clean.split(" ", -1)) {
      if (width > 0 && width + word.length() > WIDTH - indent.length()) {
        lines.append(String.format("%n")).append(indent);
        width = 0;
      } else if (width > 0) {
        lines.append(' ');
        width++;
      }
      lines.append(word);
      width += word.length();
    }
    return lines.toString();
  }

  private static void line(StringBuilder text, String format, Object... values) {
    text.append(String.format(Locale.ROOT, format, values));
  }
}
