package dev.rlaif.trainer.proof;

import java.util.List;

/** Labels against scores; positive is good. A ratio with an empty denominator is 0. */
public record ConfusionMatrix(
    int truePositives, int falsePositives, int trueNegatives, int falseNegatives) {

  /** A score of at least the threshold says good. */
  static ConfusionMatrix of(List<ScoredLabel> items, double threshold) {
    int[] counts = new int[4];
    for (ScoredLabel item : items) {
      boolean saysGood = item.p() >= threshold;
      counts[(item.good() ? 0 : 2) + (saysGood ? 0 : 1)]++;
    }
    return new ConfusionMatrix(counts[0], counts[2], counts[3], counts[1]);
  }

  int count() {
    return truePositives + falsePositives + trueNegatives + falseNegatives;
  }

  int correct() {
    return truePositives + trueNegatives;
  }

  double accuracy() {
    return ratio(correct(), count());
  }

  double precision() {
    return ratio(truePositives, truePositives + falsePositives);
  }

  double recall() {
    return ratio(truePositives, truePositives + falseNegatives);
  }

  double f1() {
    return ratio(2 * truePositives, 2 * truePositives + falsePositives + falseNegatives);
  }

  /** Agreement beyond chance (Cohen 1960): {@code (observed - chance) / (1 - chance)}. */
  double kappa() {
    return beyondChance(accuracy());
  }

  Estimate accuracyEstimate() {
    return Estimate.share(correct(), count());
  }

  /** Nothing called good: 0, about which nothing is known. */
  Estimate precisionEstimate() {
    int calledGood = truePositives + falsePositives;
    return calledGood == 0
        ? new Estimate(0, times -> new Interval(0, 1))
        : Estimate.share(truePositives, calledGood);
  }

  Estimate recallEstimate() {
    return Estimate.share(truePositives, truePositives + falseNegatives);
  }

  /**
   * F1 is {@code 2 s / (1 + s)} of the share s = TP / (TP + FP + FN) (Hand, Christen and Kirielle
   * 2021), so its interval is that of the share, carried over.
   */
  Estimate f1Estimate() {
    double denominator = truePositives + falsePositives + falseNegatives;
    return new Estimate(
        f1(),
        times ->
            Interval.wilson(truePositives / denominator, denominator * times)
                .map(share -> 2 * share / (1 + share)));
  }

  /** The interval of the share that agrees, carried over at the chance that was seen. */
  Estimate kappaEstimate() {
    return new Estimate(
        kappa(), times -> Interval.wilson(accuracy(), count() * times).map(this::beyondChance));
  }

  private double beyondChance(double observed) {
    double n = count();
    double good = (truePositives + falseNegatives) / n;
    double saysGood = (truePositives + falsePositives) / n;
    double chance = good * saysGood + (1 - good) * (1 - saysGood);
    return chance == 1 ? 0 : (observed - chance) / (1 - chance);
  }

  private static double ratio(int part, int whole) {
    return whole == 0 ? 0 : (double) part / whole;
  }
}
