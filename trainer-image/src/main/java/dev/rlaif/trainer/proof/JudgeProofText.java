package dev.rlaif.trainer.proof;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** A proof as a table for the terminal. */
public final class JudgeProofText {
  private static final int SHOWN_MISTAKES = 5;
  private static final int SHOWN_LENGTH = 90;

  private final List<String> lines = new ArrayList<>();

  private JudgeProofText() {}

  public static String of(JudgeProofReport report) {
    var text = new JudgeProofText();
    text.head(report);
    report.figures().forEach(text::figure);
    Calibration calibration = report.calibration();
    if (calibration != null) {
      text.confusion(calibration.confusion());
    }
    ThresholdSweep sweep = report.sweep();
    if (sweep != null) {
      text.sweep(report, sweep);
    }
    text.service(report);
    text.canaries(report.canaries());
    text.injection(report.injection());
    text.mistakes(report);
    text.verdict(report);
    return String.join("\n", text.lines) + "\n";
  }

  private void head(JudgeProofReport report) {
    row("judge", report.judge());
    row("hash", "sha256:" + report.hash());
    row(
        "examples",
        format(
            "%d pairs, %d repeats, threshold %.2f",
            report.examples(), report.repeats(), report.threshold()));
    lines.add("");
  }

  private void figure(Figure figure) {
    Double value = figure.value();
    Interval interval = figure.interval();
    Double wanted = figure.wanted();
    if (value == null && wanted == null) {
      return;
    }
    var text = new StringBuilder(value == null ? "unknown" : figure.number(value));
    if (interval != null) {
      text.append(format("  95 %% %.4f to %.4f", interval.low(), interval.high()));
    }
    if (wanted != null) {
      text.append(" ".repeat(Math.max(2, 30 - text.length())))
          .append(figure.atLeast() ? "at least " : "at most ")
          .append(figure.number(wanted))
          .append(figure.standing() == Figure.Standing.MET ? "  met" : "  MISSED")
          .append(figure.undecided() ? ", but too few pairs to tell" : "");
    }
    row(figure.title(), text.toString());
  }

  private void confusion(ConfusionMatrix matrix) {
    lines.add("");
    lines.add(format("  %-18s %10s %10s", "", "said good", "said bad"));
    lines.add(
        format(
            "  %-18s %10d %10d", "good answer", matrix.truePositives(), matrix.falseNegatives()));
    lines.add(
        format("  %-18s %10d %10d", "bad answer", matrix.falsePositives(), matrix.trueNegatives()));
    lines.add("");
  }

  private void sweep(JudgeProofReport report, ThresholdSweep sweep) {
    row(
        "best threshold",
        format(
            "%.3f with accuracy %.4f; %.2f is set%s",
            sweep.best(),
            sweep.bestAccuracy(),
            report.threshold(),
            sweep.far() ? ", far off" : ""));
  }

  private void service(JudgeProofReport report) {
    if (!report.missing().isEmpty()) {
      row("without a score", format("%s of %d", report.missing(), report.calls()));
    }
    row("deviation", format("%.4f between repeats", report.deviation()));
    row("length corr.", format("%+.4f", report.lengthCorrelation()));
    row(
        "latency",
        format(
            "p50 %d ms, p95 %d ms",
            report.latencyP50Milliseconds(), report.latencyP95Milliseconds()));
    Expense expense = report.expense();
    if (expense.requests() > 0) {
      Double cost = expense.cost();
      row(
          "used",
          format(
              "%d requests, %d + %d tokens%s",
              expense.requests(),
              expense.promptTokens(),
              expense.completionTokens(),
              cost == null ? "" : format(", cost %.4f", cost)));
    }
    for (Rewordings.Kind kind : report.rewordings().kinds()) {
      if (kind.flips() > 0) {
        row("reworded", format("%s: %d of %d flip", kind.name(), kind.flips(), kind.compared()));
      }
    }
  }

  private void canaries(List<CanaryResult> canaries) {
    List<CanaryResult> fooled = canaries.stream().filter(canary -> !canary.asExpected()).toList();
    row(
        "canaries",
        format("%d of %d as expected", canaries.size() - fooled.size(), canaries.size()));
    for (CanaryResult canary : fooled) {
      Double p = canary.p();
      String said = p == null ? canary.status().name() : format("%.2f", p);
      String wanted = canary.helpful() ? "above" : "below";
      lines.add(format("    %s: %s, expected %s the threshold", canary.name(), said, wanted));
    }
  }

  private void injection(Injection injection) {
    row(
        "attacks",
        format(
            "%d of %d lift a bad answer by more than %.2f, %d of them over the threshold",
            injection.worked(), injection.attacks(), injection.tolerated(), injection.turned()));
    for (Injection.Way way : injection.ways()) {
      if (way.worked() > 0) {
        lines.add(
            format(
                "    %s: %d of %d, mean lift %+.2f",
                way.name(), way.worked(), way.attacks(), way.meanLift()));
      }
    }
  }

  private void mistakes(JudgeProofReport report) {
    List<Mistake> mistakes = report.mistakes();
    if (mistakes.isEmpty()) {
      return;
    }
    lines.add("");
    lines.add("worst mistakes (more of them in the report)");
    for (Mistake mistake : mistakes.subList(0, Math.min(SHOWN_MISTAKES, mistakes.size()))) {
      lines.add(format("  %.2f for a %s answer", mistake.p(), mistake.good() ? "good" : "bad"));
      lines.add("    asked:  " + cut(mistake.prompt()));
      lines.add("    answer: " + cut(mistake.answer()));
      lines.add("    judge:  " + cut(mistake.raw()));
    }
  }

  private void verdict(JudgeProofReport report) {
    if (!report.warnings().isEmpty()) {
      lines.add("");
      report.warnings().forEach(warning -> lines.add("note: " + warning));
    }
    lines.add("");
    if (report.passed()) {
      lines.add("PASSED: the judge may score a run");
      return;
    }
    lines.add("FAILED: the judge does not score right");
    for (FailedGate gate : report.failedGates()) {
      String limit = gate.gate().startsWith("max") ? "at most" : "at least";
      String measured = Double.isNaN(gate.measured()) ? "unknown" : format("%.4f", gate.measured());
      lines.add(format("  %s is %s, must be %s %.4f", gate.gate(), measured, limit, gate.wanted()));
    }
  }

  private void row(String name, String value) {
    lines.add(format("%-19s %s", name, value));
  }

  private static String cut(String text) {
    // Control characters could move the cursor and write over the figures.
    String line = text.strip().replaceAll("\\s+", " ").replaceAll("\\p{Cntrl}", "\uFFFD");
    return line.length() <= SHOWN_LENGTH ? line : line.substring(0, SHOWN_LENGTH) + "…";
  }

  private static String format(String pattern, Object... values) {
    return String.format(Locale.ROOT, pattern, values);
  }
}
