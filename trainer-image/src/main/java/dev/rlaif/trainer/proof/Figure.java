package dev.rlaif.trainer.proof;

import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * A figure of a proof and what it is held against.
 *
 * @param gate name of its field in {@code spec.validation.gates}
 * @param title for people
 * @param value absent: could not be measured
 * @param interval of 95 %; absent: has none
 * @param wanted absent: not asked for
 * @param atLeast the value must be at least what is wanted, else at most
 * @param undecided what is wanted lies inside the interval, so there are too few pairs to tell
 * @param pairsToDecide how many pairs would tell at the same value; absent if none would, or if it
 *     is decided
 */
public record Figure(
    String gate,
    String title,
    @Nullable Double value,
    @Nullable Interval interval,
    @Nullable Double wanted,
    boolean atLeast,
    Standing standing,
    boolean undecided,
    @Nullable Integer pairsToDecide) {

  /** Where a figure stands to its gate. */
  public enum Standing {
    NOT_ASKED,
    MET,
    MISSED
  }

  /** As a person reads it: four decimals, none for milliseconds. */
  public String number(double number) {
    return String.format(Locale.ROOT, gate.endsWith("Milliseconds") ? "%.0f" : "%.4f", number);
  }

  /** What few pairs leave open, as a sentence. */
  String doubt(int pairs) {
    Double measured = value;
    Interval between = interval;
    Double limit = wanted;
    if (measured == null || between == null || limit == null) {
      throw new IllegalStateException(gate + " is not undecided");
    }
    return String.format(
        Locale.ROOT,
        "%s %s, 95 %% interval %.2f to %.2f: cannot be told apart from its gate %s %s on %d pairs; %s",
        title,
        number(measured),
        between.low(),
        between.high(),
        gate,
        shortest(limit),
        pairs,
        pairsToDecide == null
            ? "more pairs would not tell either"
            : "about " + pairsToDecide + " would do");
  }

  private static String shortest(double number) {
    String text = String.format(Locale.ROOT, "%.4f", number);
    return text.replaceFirst("0+$", "").replaceFirst("\\.$", "");
  }
}
