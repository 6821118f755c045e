package dev.rlaif.trainer.proof;

import java.util.List;

/**
 * How scores stand to labels.
 *
 * @param accuracy share on the right side of the threshold, with its Wilson interval
 * @param auroc with a bootstrap interval
 * @param brier mean squared distance of score and label
 * @param ece expected calibration error over {@code reliability}
 */
public record Calibration(
    ConfusionMatrix confusion,
    double accuracy,
    Interval accuracyInterval,
    double precision,
    double recall,
    double f1,
    double kappa,
    double auroc,
    Interval aurocInterval,
    double brier,
    double ece,
    List<ReliabilityBin> reliability) {
  private static final long BOOTSTRAP_SEED = 20240101;

  /**
   * @param items at least one of each label
   */
  static Calibration of(List<ScoredLabel> items, double threshold, int bins) {
    var confusion = ConfusionMatrix.of(items, threshold);
    List<ReliabilityBin> reliability = ReliabilityBin.of(items, bins);
    return new Calibration(
        confusion,
        confusion.accuracy(),
        Interval.wilson(confusion.correct(), confusion.count()),
        confusion.precision(),
        confusion.recall(),
        confusion.f1(),
        confusion.kappa(),
        Auroc.of(items),
        Auroc.interval(items, BOOTSTRAP_SEED),
        brier(items),
        ReliabilityBin.error(reliability),
        reliability);
  }

  private static double brier(List<ScoredLabel> items) {
    return items.stream()
        .mapToDouble(item -> Math.pow(item.p() - (item.good() ? 1 : 0), 2))
        .average()
        .orElse(0);
  }
}
