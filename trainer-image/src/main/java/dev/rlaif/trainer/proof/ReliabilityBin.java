package dev.rlaif.trainer.proof;

import java.util.ArrayList;
import java.util.List;

/**
 * Answers whose score lies in {@code (low, high]}; the first bin takes 0 too.
 *
 * @param meanScore 0 for an empty bin, as is {@code shareGood}
 */
public record ReliabilityBin(
    double low, double high, int good, int bad, double meanScore, double shareGood) {

  static List<ReliabilityBin> of(List<ScoredLabel> items, int bins) {
    int[] good = new int[bins];
    int[] bad = new int[bins];
    double[] sum = new double[bins];
    for (ScoredLabel item : items) {
      int bin = (int) Math.max(0, Math.min(bins - 1, Math.ceil(item.p() * bins) - 1));
      (item.good() ? good : bad)[bin]++;
      sum[bin] += item.p();
    }
    List<ReliabilityBin> table = new ArrayList<>();
    for (int i = 0; i < bins; i++) {
      int count = Math.max(1, good[i] + bad[i]);
      table.add(
          new ReliabilityBin(
              (double) i / bins,
              (double) (i + 1) / bins,
              good[i],
              bad[i],
              sum[i] / count,
              (double) good[i] / count));
    }
    return table;
  }

  /** Expected calibration error: mean gap between score and share of good, by answers. */
  static double error(List<ReliabilityBin> table) {
    double gap = 0;
    int count = 0;
    for (ReliabilityBin bin : table) {
      int here = bin.good + bin.bad;
      gap += here * Math.abs(bin.meanScore - bin.shareGood);
      count += here;
    }
    return count == 0 ? 0 : gap / count;
  }
}
