package dev.rlaif.trainer.proof;

import java.util.ArrayList;
import java.util.List;

/**
 * What another threshold would make of the same scores.
 *
 * @param rows from 0.05 to 0.95
 * @param best threshold of the highest accuracy; of several the nearest to the one that is set
 * @param far whether more accuracy is lost at the one that is set than chance explains
 */
public record ThresholdSweep(List<Row> rows, double best, double bestAccuracy, boolean far) {
  private static final int STEPS = 20;

  /** Accuracy lost: one answer in twenty. */
  private static final double MUCH = 0.05;

  /** The figures at one threshold. */
  public record Row(double threshold, double accuracy, double precision, double recall, double f1) {

    static Row of(List<ScoredLabel> items, double threshold) {
      var counts = ConfusionMatrix.of(items, threshold);
      return new Row(
          threshold, counts.accuracy(), counts.precision(), counts.recall(), counts.f1());
    }
  }

  static ThresholdSweep of(List<ScoredLabel> items, double threshold) {
    List<Row> rows = new ArrayList<>();
    for (int i = 1; i < STEPS; i++) {
      rows.add(Row.of(items, (double) i / STEPS));
    }
    Row set = Row.of(items, threshold);
    Row best = set;
    for (double middle : betweenScores(items)) {
      Row row = Row.of(items, middle);
      boolean nearer = Math.abs(middle - threshold) < Math.abs(best.threshold - threshold);
      if (row.accuracy > best.accuracy || row.accuracy == best.accuracy && nearer) {
        best = row;
      }
    }
    Interval chance = Interval.wilson(set.accuracy, (double) items.size());
    boolean far = best.accuracy - set.accuracy >= MUCH && best.accuracy > chance.high();
    return new ThresholdSweep(rows, best.threshold, best.accuracy, far);
  }

  /** Thresholds that part neighbouring scores; all others part the answers in the same way. */
  private static List<Double> betweenScores(List<ScoredLabel> items) {
    double[] scores = items.stream().mapToDouble(ScoredLabel::p).distinct().sorted().toArray();
    List<Double> middles = new ArrayList<>();
    for (int i = 1; i < scores.length; i++) {
      middles.add((scores[i - 1] + scores[i]) / 2);
    }
    return middles;
  }
}
