package dev.rlaif.trainer.pair;

import dev.rlaif.trainer.pair.PairManifest.Lengths;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.IntSummaryStatistics;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.function.Function;

/** Figures of a selection, and what a person should know of them. */
final class PairReport {
  private static final int TENTHS = 10;

  /** Below it the pairs are of few prompts. */
  private static final double FEW = 0.25;

  /** Above it, or below its inverse, length alone tells chosen from rejected. */
  private static final double LENGTH_RATIO = 1.5;

  private final PairSelection selection;
  private final List<Candidate> pairs;

  PairReport(PairSelection selection) {
    this.selection = selection;
    this.pairs = selection.kept();
  }

  /**
   * @param answers that were judged
   * @param missing scores of them
   */
  PairManifest manifest(String inputs, String fingerprint, int answers, int missing) {
    List<Double> margins = pairs.stream().map(Candidate::margin).filter(Objects::nonNull).toList();
    double mean = margins.stream().mapToDouble(Double::doubleValue).average().orElse(0);
    return new PairManifest(
        inputs,
        fingerprint,
        selection.offered(),
        pairs.size(),
        answers,
        missing,
        selection.unpaired(),
        selection.cut(),
        margins.size(),
        margins.isEmpty() ? null : mean,
        histogram(margins),
        lengths(Candidate::chosen),
        lengths(Candidate::rejected),
        warnings());
  }

  private static List<Integer> histogram(List<Double> margins) {
    Integer[] bins = new Integer[TENTHS];
    Arrays.fill(bins, 0);
    for (double margin : margins) {
      // 0.3 * 10 is a little less than 3
      bins[Math.min(TENTHS - 1, (int) (margin * TENTHS + 1e-9))]++;
    }
    return List.of(bins);
  }

  private Lengths lengths(Function<Candidate, Candidate.Side> side) {
    IntSummaryStatistics lengths =
        pairs.stream().mapToInt(pair -> side.apply(pair).ids().length).summaryStatistics();
    return lengths.getCount() == 0
        ? new Lengths(0, 0, 0)
        : new Lengths(lengths.getAverage(), lengths.getMin(), lengths.getMax());
  }

  private List<String> warnings() {
    List<String> warnings = new ArrayList<>();
    if (pairs.size() < FEW * selection.offered()) {
      warnings.add(
          "only %d of %d gave a pair: the model sees few of the prompts"
              .formatted(pairs.size(), selection.offered()));
    }
    double chosen = lengths(Candidate::chosen).mean();
    double rejected = lengths(Candidate::rejected).mean();
    if (chosen > LENGTH_RATIO * rejected || rejected > LENGTH_RATIO * chosen) {
      warnings.add(
          String.format(
              Locale.ROOT,
              "chosen answers have %.1f tokens, rejected ones %.1f: the model may learn their length"
                  + " instead of what the judge means",
              chosen,
              rejected));
    }
    return warnings;
  }
}
