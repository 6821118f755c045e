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
    double n = count();
    double good = (truePositives + falseNegatives) / n;
    double saysGood = (truePositives + falsePositives) / n;
    double chance = good * saysGood + (1 - good) * (1 - saysGood);
    return chance == 1 ? 0 : (accuracy() - chance) / (1 - chance);
  }

  private static double ratio(int part, int whole) {
    return whole == 0 ? 0 : (double) part / whole;
  }
}
