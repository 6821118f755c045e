package dev.rlaif.trainer.proof;

import java.util.List;
import java.util.Locale;

/**
 * How far two agree who called the same answers good or bad.
 *
 * @param counts the first's opinions against the second's, which take the place of scores
 */
public record Agreement(ConfusionMatrix counts) {

  /** Opinions on one answer. */
  public record Pair(boolean firstSaysGood, boolean secondSaysGood) {}

  public static Agreement of(List<Pair> pairs) {
    return new Agreement(
        ConfusionMatrix.of(
            pairs.stream()
                .map(pair -> new ScoredLabel(pair.firstSaysGood(), pair.secondSaysGood() ? 1 : 0))
                .toList(),
            0.5));
  }

  /** For people, with 95 % intervals. */
  public String text() {
    if (counts.count() == 0) {
      return "nothing to compare yet";
    }
    Interval rate = Interval.wilson(counts.correct(), counts.count());
    String agreed =
        String.format(
            Locale.ROOT,
            "%d of %d agree (%.3f, 95 %% %.3f to %.3f)",
            counts.correct(),
            counts.count(),
            counts.accuracy(),
            rate.low(),
            rate.high());
    Estimate kappa = counts.kappaEstimate();
    Interval between = kappa.interval();
    return between == null
        ? agreed
        : agreed
            + String.format(
                Locale.ROOT,
                ", Cohen's kappa %.3f (95 %% %.3f to %.3f)",
                kappa.value(),
                between.low(),
                between.high());
  }
}
