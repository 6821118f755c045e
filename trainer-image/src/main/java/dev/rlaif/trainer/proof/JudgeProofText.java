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
    if (report.calibration() != null) {
      text.calibration(report.calibration());
    }
    text.service(report);
    text.canaries(report.canaries());
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
  }

  private void calibration(Calibration calibration) {
    ConfusionMatrix matrix = calibration.confusion();
    row("accuracy", withInterval(calibration.accuracy(), calibration.accuracyInterval()));
    row("precision", format("%.4f", calibration.precision()));
    row("recall", format("%.4f", calibration.recall()));
    row("F1", format("%.4f", calibration.f1()));
    row("kappa", format("%.4f", calibration.kappa()));
    row("AUROC", withInterval(calibration.auroc(), calibration.aurocInterval()));
    row("Brier", format("%.4f", calibration.brier()));
    row("ECE", format("%.4f", calibration.ece()));
    lines.add("");
    lines.add(format("  %-12s %10s %10s", "", "said good", "said bad"));
    lines.add(
        format(
            "  %-12s %10d %10d", "good answer", matrix.truePositives(), matrix.falseNegatives()));
    lines.add(
        format("  %-12s %10d %10d", "bad answer", matrix.falsePositives(), matrix.trueNegatives()));
    lines.add("");
  }

  private void service(JudgeProofReport report) {
    String reasons = report.missing().isEmpty() ? "" : "  " + report.missing();
    row("missing", format("%.4f", report.missingRate()) + reasons);
    row("flip rate", format("%.4f  (deviation %.4f)", report.flipRate(), report.deviation()));
    row("length corr.", format("%+.4f", report.lengthCorrelation()));
    row(
        "latency",
        format(
            "p50 %d ms, p95 %d ms",
            report.latencyP50Milliseconds(), report.latencyP95Milliseconds()));
  }

  private void canaries(List<CanaryResult> canaries) {
    List<CanaryResult> fooled = canaries.stream().filter(canary -> !canary.asExpected()).toList();
    row(
        "canaries",
        format("%d of %d as expected", canaries.size() - fooled.size(), canaries.size()));
    for (CanaryResult canary : fooled) {
      String said = canary.p() == null ? canary.status().name() : format("%.2f", canary.p());
      String wanted = canary.helpful() ? "above" : "below";
      lines.add(format("    %s: %s, expected %s the threshold", canary.name(), said, wanted));
    }
  }

  private void mistakes(JudgeProofReport report) {
    List<Mistake> mistakes = report.mistakes();
    if (mistakes.isEmpty()) {
      return;
    }
    lines.add("");
    lines.add("worst mistakes (all of them in the JSON report)");
    for (Mistake mistake : mistakes.subList(0, Math.min(SHOWN_MISTAKES, mistakes.size()))) {
      lines.add(format("  %.2f for a %s answer", mistake.p(), mistake.good() ? "good" : "bad"));
      lines.add("    asked:  " + cut(mistake.prompt()));
      lines.add("    answer: " + cut(mistake.answer()));
      lines.add("    judge:  " + cut(mistake.raw()));
    }
  }

  private void verdict(JudgeProofReport report) {
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
    lines.add(format("%-13s %s", name, value));
  }

  private static String withInterval(double value, Interval interval) {
    return format("%.4f  (95 %% interval %.4f to %.4f)", value, interval.low(), interval.high());
  }

  private static String cut(String text) {
    String line = text.strip().replaceAll("\\s+", " ");
    return line.length() <= SHOWN_LENGTH ? line : line.substring(0, SHOWN_LENGTH) + "…";
  }

  private static String format(String pattern, Object... values) {
    return String.format(Locale.ROOT, pattern, values);
  }
}
