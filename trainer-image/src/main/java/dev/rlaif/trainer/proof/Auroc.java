package dev.rlaif.trainer.proof;

import java.util.Comparator;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.IntStream;

/** Probability that a good answer scores above a bad one; a tie counts one half. */
final class Auroc {
  private static final int DRAWS = 1000;

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

  /** Bootstrap within each label, so that every draw has both. */
  static Interval interval(List<ScoredLabel> items, long seed) {
    List<ScoredLabel> good = items.stream().filter(ScoredLabel::good).toList();
    List<ScoredLabel> bad = items.stream().filter(item -> !item.good()).toList();
    var random = new SplittableRandom(seed);
    double[] draws = new double[DRAWS];
    for (int i = 0; i < DRAWS; i++) {
      draws[i] =
          of(
              IntStream.range(0, items.size())
                  .mapToObj(k -> k < good.size() ? any(good, random) : any(bad, random))
                  .toList());
    }
    return Interval.middle(draws);
  }

  private static ScoredLabel any(List<ScoredLabel> items, SplittableRandom random) {
    return items.get(random.nextInt(items.size()));
  }
}
