package dev.rlaif.trainer.proof;

import java.util.Comparator;
import java.util.List;

/** Probability that a good answer scores above a bad one; a tie counts one half. */
final class Auroc {
  private Auroc() {}

  /** By ranks (Mann and Whitney 1947); NaN unless both labels occur. */
  static double of(List<ScoredLabel> items) {
    List<ScoredLabel> sorted =
        items.stream().sorted(Comparator.comparingDouble(ScoredLabel::p)).toList();
    double rankSum = 0;
    long good = sorted.stream().filter(ScoredLabel::good).count();
    for (int start = 0; start < sorted.size(); ) {
      int end = start;
      int goodHere = 0;
      while (end < sorted.size() && sorted.get(end).p() == sorted.get(start).p()) {
        goodHere += sorted.get(end).good() ? 1 : 0;
        end++;
      }
      rankSum += goodHere * (start + 1 + end) / 2.0;
      start = end;
    }
    double bad = sorted.size() - good;
    return good == 0 || bad == 0 ? Double.NaN : (rankSum - good * (good + 1) / 2.0) / (good * bad);
  }
}
