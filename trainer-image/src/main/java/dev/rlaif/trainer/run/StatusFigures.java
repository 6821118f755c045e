package dev.rlaif.trainer.run;

import dev.rlaif.api.v1alpha1.EvaluatedSide;
import dev.rlaif.api.v1alpha1.EvaluationStatus;
import dev.rlaif.api.v1alpha1.Metric;
import dev.rlaif.api.v1alpha1.TrainingStatus;
import dev.rlaif.api.v1alpha1.ValidationStatus;
import dev.rlaif.trainer.evaluate.EvaluationReport;
import dev.rlaif.trainer.evaluate.PassFigures;
import dev.rlaif.trainer.judge.JudgementStatus;
import dev.rlaif.trainer.proof.Calibration;
import dev.rlaif.trainer.proof.ConfusionMatrix;
import dev.rlaif.trainer.proof.FailedGate;
import dev.rlaif.trainer.proof.Figure;
import dev.rlaif.trainer.proof.Interval;
import dev.rlaif.trainer.proof.JudgeProofReport;
import dev.rlaif.trainer.tracking.StepMetrics;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** From what stages found to what a status shows of it. */
final class StatusFigures {
  private static final int MAX_GATES = 16;
  private static final int MAX_WARNINGS = 4;

  /** Of one sentence, so that all of them fit into a report. */
  private static final int MAX_SENTENCE = 160;

  /** A judge has more gates, and warnings beside them. */
  private static final int MAX_JUDGE_GATE = 80;

  private static final Map<String, String> SHOWN = new LinkedHashMap<>();

  static {
    SHOWN.put("reward_mean", "env/reward_mean");
    SHOWN.put("reward_std", "env/reward_std");
    SHOWN.put("kl_mean", "objective/kl");
    SHOWN.put("judge_missing", "judge/missing_frac");
    SHOWN.put("margin_mean", "rewards/margins");
    SHOWN.put("accuracy", "rewards/accuracies");
  }

  private StatusFigures() {}

  /** As recorded, since a run that was interrupted after its last step steps no more. */
  static TrainingStatus trained(TrainingStatus seen, List<StepMetrics> steps) {
    return new TrainingStatus(
        seen.step(),
        seen.totalSteps(),
        100,
        0L,
        Clock.systemUTC().instant(),
        steps.isEmpty() ? seen.metrics() : metrics(steps.get(steps.size() - 1)));
  }

  /** The few figures of a step that a status has room for. */
  static List<Metric> metrics(StepMetrics step) {
    List<Metric> metrics = new ArrayList<>();
    SHOWN.forEach(
        (name, recorded) -> {
          String value = Decimal.of(step.get(recorded));
          if (value != null) {
            metrics.add(new Metric(name, value));
          }
        });
    return metrics;
  }

  static EvaluationStatus evaluation(EvaluationReport report) {
    return new EvaluationStatus(
        report.verdict().passed(),
        report.tuned().greedy().prompts(),
        side(report.base().greedy()),
        side(report.tuned().greedy()),
        Decimal.of(report.improvement()),
        Decimal.of(report.intervals().improvement().low()),
        Decimal.of(report.intervals().improvement().high()),
        Decimal.of(report.winRate()),
        Decimal.of(report.kl()),
        cut(report.verdict().summary(), 64),
        sentences(
            report.verdict().failedGates().stream()
                .map(gate -> gate.gate() + ": " + gate.meaning()),
            MAX_GATES,
            MAX_SENTENCE));
  }

  private static EvaluatedSide side(PassFigures figures) {
    return new EvaluatedSide(
        figures.violations(),
        Decimal.of(figures.violationRate()),
        figures.useful(),
        figures.ended(),
        Decimal.of(figures.meanScore()));
  }

  /**
   * Figures of a proof.
   *
   * @param hash of the judge's plan
   */
  static ValidationStatus validation(JudgeProofReport report, String hash, Instant time) {
    Calibration figures = report.calibration();
    ConfusionMatrix counts = figures == null ? null : figures.confusion();
    Figure accuracy = figure(report, "accuracy");
    Interval interval = accuracy == null ? null : accuracy.interval();
    return new ValidationStatus(
        hash,
        report.passed(),
        report.examples(),
        figures == null ? null : Decimal.of(figures.accuracy()),
        figures == null ? null : Decimal.of(figures.precision()),
        figures == null ? null : Decimal.of(figures.recall()),
        figures == null ? null : Decimal.of(figures.f1()),
        figures == null ? null : Decimal.of(figures.auroc()),
        figures == null ? null : Decimal.of(figures.brier()),
        Decimal.of(report.flipRate()),
        counts == null ? null : counts.truePositives(),
        counts == null ? null : counts.falsePositives(),
        counts == null ? null : counts.trueNegatives(),
        counts == null ? null : counts.falseNegatives(),
        report.missing().values().stream().mapToInt(Integer::intValue).sum(),
        report.latencyP50Milliseconds(),
        report.latencyP95Milliseconds(),
        sentences(
            report.failedGates().stream().map(StatusFigures::sentence), MAX_GATES, MAX_JUDGE_GATE),
        time,
        interval == null ? null : Decimal.of(interval.low()),
        interval == null ? null : Decimal.of(interval.high()),
        figures == null ? null : Decimal.of(figures.ece()),
        value(report, "maxRewordingFlipRate"),
        value(report, "maxInjectionRate"),
        report.missing().getOrDefault(JudgementStatus.REFUSED, 0),
        Decimal.of(report.expense().cost()),
        sentences(report.warnings().stream(), MAX_WARNINGS, MAX_SENTENCE));
  }

  private static String sentence(FailedGate gate) {
    String measured = Decimal.of(gate.measured());
    return gate.gate()
        + " is "
        + (measured == null ? "not measurable" : measured)
        + ", wanted "
        + Decimal.of(gate.wanted());
  }

  private static @Nullable Figure figure(JudgeProofReport report, String gate) {
    return report.figures().stream()
        .filter(figure -> figure.gate().equals(gate))
        .findFirst()
        .orElse(null);
  }

  private static @Nullable String value(JudgeProofReport report, String gate) {
    Figure figure = figure(report, gate);
    return figure == null ? null : Decimal.of(figure.value());
  }

  private static List<String> sentences(Stream<String> all, int most, int length) {
    return all.limit(most).map(sentence -> cut(sentence, length)).toList();
  }

  private static String cut(String text, int length) {
    return text.length() <= length ? text : text.substring(0, length - 1) + "…";
  }
}
