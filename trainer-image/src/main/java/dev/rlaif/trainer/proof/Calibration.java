package dev.rlaif.trainer.proof;

import java.util.List;

/**
 * How scores stand to labels.
 *
 * @param accuracy share on the right side of the threshold
 * @param brier mean squared distance of score and label
 * @param ece expected calibration error over {@code reliability}
 */
public record Calibration(
    ConfusionMatrix confusion,
    double accuracy,
    double precision,
    double recall,
    double f1,
    double kappa,
    double auroc,
    double brier,
    double ece,
    List<ReliabilityBin> reliability) {

  /**
   * @param items at least one of each label
   */
  static Calibration of(List<ScoredLabel> items, double threshold, int bins) {
    var confusion = ConfusionMatrix.of(items, threshold);
    List<ReliabilityBin> reliability = ReliabilityBin.of(items, bins);
    return new Calibration(
        confusion,
        confusion.accuracy(),
        confusion.precision(),
        confusion.recall(),
        confusion.f1(),
        confusion.kappa(),
        Auroc.of(items),
        brier(items),
        ReliabilityBin.error(reliability),
        reliability);
  }

  Estimate aurocEstimate() {
    double good = confusion.truePositives() + confusion.falseNegatives();
    double bad = confusion.falsePositives() + confusion.trueNegatives();
    return new Estimate(auroc, times -> Interval.auroc(auroc, good * times, bad * times));
  }

  private static double brier(List<ScoredLabel> items) {
    return items.stream()
        .mapToDouble(item -> Math.pow(item.p() - (item.good() ? 1 : 0), 2))
        .average()
        .orElse(0);
  }
}
