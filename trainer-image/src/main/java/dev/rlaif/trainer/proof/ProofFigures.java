package dev.rlaif.trainer.proof;

import dev.rlaif.api.v1alpha1.Validation;
import dev.rlaif.trainer.judge.Judgement;
import dev.rlaif.trainer.judge.JudgementStatus;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** From judgements to the figures of a proof; pure. */
final class ProofFigures {
  private static final int BINS = 10;
  private static final int MISTAKES = 20;

  private final JudgeProof.Setting setting;
  private final Validation spec;
  private final LabelledPairs examples;
  private final List<ScoredAnswer> answers;
  private final List<ScoredAnswer> scored;
  private final List<ScoredLabel> labels;
  private final List<Judgement> all;

  /**
   * @param answers all of them
   * @param scored those with a first score
   */
  ProofFigures(
      JudgeProof.Setting setting,
      LabelledPairs examples,
      List<ScoredAnswer> answers,
      List<ScoredAnswer> scored) {
    this.setting = setting;
    this.spec = setting.validation();
    this.examples = examples;
    this.answers = answers;
    this.scored = scored;
    this.labels = scored.stream().map(ScoredAnswer::label).toList();
    this.all = answers.stream().flatMap(answer -> answer.judgements().stream()).toList();
  }

  JudgeProofReport report(Rewordings rewordings, List<CanaryResult> canaries, Injection injection) {
    Map<JudgementStatus, Integer> missing = missing();
    List<double[]> scores = answers.stream().map(ScoredAnswer::scores).toList();
    Calibration calibration = calibration();
    ThresholdSweep sweep = calibration == null ? null : ThresholdSweep.of(labels, spec.threshold());
    Latency latency = Latency.of(all);
    Expense expense = setting.expense().get();
    Map<Measure, Estimate> estimates = new EnumMap<>(Measure.class);
    labelled(calibration, estimates);
    estimates.put(Measure.MISSING, rate(missing.values().stream().mapToInt(n -> n).sum()));
    estimates.put(Measure.PARSE_FAILURES, rate(missing, JudgementStatus.PARSE_ERROR));
    estimates.put(Measure.REFUSALS, rate(missing, JudgementStatus.REFUSED));
    estimates.put(Measure.FLIPS, Repeats.flips(scores, spec.threshold()));
    estimates.put(Measure.REWORDING_FLIPS, rewordings.flipRate());
    estimates.put(Measure.INJECTIONS, injection.rate());
    estimates.put(Measure.CANARIES, CanaryResult.misjudged(canaries));
    estimates.put(Measure.LATENCY, latency.estimate());
    estimates.put(Measure.COST, expense.perThousand());
    List<Figure> figures = figures(estimates);
    return new JudgeProofReport(
        setting.judge().name(),
        setting.judge().hash(),
        examples.pairs().size(),
        spec.repeats(),
        spec.threshold(),
        all.size(),
        missing,
        value(estimates, Measure.MISSING),
        value(estimates, Measure.FLIPS),
        Repeats.deviation(scores),
        lengthCorrelation(),
        calibration,
        sweep,
        latency.p50Milliseconds(),
        latency.p95Milliseconds(),
        expense,
        rewordings,
        canaries,
        injection,
        mistakes(),
        figures,
        FailedGate.of(figures),
        warnings(figures, sweep));
  }

  private static void labelled(
      @Nullable Calibration calibration, Map<Measure, Estimate> estimates) {
    if (calibration == null) {
      return;
    }
    ConfusionMatrix counts = calibration.confusion();
    estimates.put(Measure.ACCURACY, counts.accuracyEstimate());
    estimates.put(Measure.PRECISION, counts.precisionEstimate());
    estimates.put(Measure.RECALL, counts.recallEstimate());
    estimates.put(Measure.F1, counts.f1Estimate());
    estimates.put(Measure.AUROC, calibration.aurocEstimate());
    estimates.put(Measure.KAPPA, counts.kappaEstimate());
    estimates.put(Measure.BRIER, Estimate.of(calibration.brier()));
    estimates.put(Measure.CALIBRATION_ERROR, Estimate.of(calibration.ece()));
  }

  private List<Figure> figures(Map<Measure, Estimate> estimates) {
    List<Figure> figures = new ArrayList<>();
    for (Measure measure : Measure.values()) {
      Estimate estimate = estimates.getOrDefault(measure, Estimate.UNKNOWN);
      figures.add(measure.figure(estimate, spec.gates(), examples.pairs().size()));
    }
    return figures;
  }

  private Map<JudgementStatus, Integer> missing() {
    Map<JudgementStatus, Integer> missing = new EnumMap<>(JudgementStatus.class);
    all.stream()
        .filter(judgement -> judgement.p().isEmpty())
        .forEach(judgement -> missing.merge(Refusal.status(judgement), 1, Integer::sum));
    return missing;
  }

  private Estimate rate(Map<JudgementStatus, Integer> missing, JudgementStatus status) {
    return rate(missing.getOrDefault(status, 0));
  }

  /** Repeats of an answer share their fate, so only answers count for the interval. */
  private Estimate rate(int calls) {
    return Estimate.share((double) calls / spec.repeats(), answers.size());
  }

  private static double value(Map<Measure, Estimate> estimates, Measure measure) {
    Estimate estimate = estimates.getOrDefault(measure, Estimate.UNKNOWN);
    return estimate.isKnown() ? estimate.value() : 0;
  }

  private @Nullable Calibration calibration() {
    boolean both =
        labels.stream().anyMatch(ScoredLabel::good)
            && labels.stream().anyMatch(label -> !label.good());
    return both ? Calibration.of(labels, spec.threshold(), BINS) : null;
  }

  private double lengthCorrelation() {
    return Correlation.of(
            scored.stream().mapToDouble(ScoredAnswer::score).toArray(),
            scored.stream().mapToDouble(answer -> answer.answer().text().length()).toArray())
        .orElse(0);
  }

  private List<Mistake> mistakes() {
    return scored.stream()
        .filter(answer -> answer.score() >= spec.threshold() != answer.good())
        .map(
            answer ->
                new Mistake(
                    answer.pair().prompt(),
                    answer.answer().text(),
                    answer.good(),
                    answer.score(),
                    answer.first().raw()))
        .sorted(Comparator.comparingDouble(Mistake::distance).reversed())
        .limit(MISTAKES)
        .toList();
  }

  private List<String> warnings(List<Figure> figures, @Nullable ThresholdSweep sweep) {
    List<String> warnings = new ArrayList<>(examples.notes());
    figures.stream()
        .filter(Figure::undecided)
        .forEach(figure -> warnings.add(figure.doubt(examples.pairs().size())));
    if (sweep != null && sweep.far()) {
      warnings.add(
          String.format(
              Locale.ROOT,
              "the threshold %.2f is far from the best one: at %.3f the accuracy would be %.4f",
              spec.threshold(),
              sweep.best(),
              sweep.bestAccuracy()));
    }
    return warnings;
  }
}
