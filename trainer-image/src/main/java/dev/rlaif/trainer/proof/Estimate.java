package dev.rlaif.trainer.proof;

import java.util.OptionalInt;
import org.jspecify.annotations.Nullable;

/**
 * A figure that was measured on a sample.
 *
 * @param value NaN: could not be measured
 * @param sample absent: the figure has no interval
 */
record Estimate(double value, @Nullable Sample sample) {
  static final Estimate UNKNOWN = new Estimate(Double.NaN, null);

  /** Nobody labels more than this. */
  private static final int MOST_PAIRS = 100_000;

  /** What the figure was measured on. */
  @FunctionalInterface
  interface Sample {

    /** The 95 % interval of the same value, measured on so many times as much. */
    Interval interval(double times);
  }

  static Estimate of(double value) {
    return new Estimate(value, null);
  }

  static Estimate share(double part, double whole) {
    return whole == 0
        ? UNKNOWN
        : new Estimate(part / whole, times -> Interval.wilson(part / whole, whole * times));
  }

  boolean isKnown() {
    return !Double.isNaN(value);
  }

  @Nullable Interval interval() {
    return sample == null ? null : sample.interval(1);
  }

  /** Whether the interval holds the gate: the figure may stand on either side of it. */
  boolean isUndecided(double gate) {
    return sample != null && sample.interval(1).holds(gate);
  }

  /**
   * The smallest number of pairs at which the same value would stand clear of a gate.
   *
   * @param pairs that the value was measured on
   * @return empty if no number that anybody labels would do
   */
  OptionalInt pairsFor(double gate, int pairs) {
    if (sample == null || holds(gate, MOST_PAIRS, pairs)) {
      return OptionalInt.empty();
    }
    int tooFew = 0;
    int enough = MOST_PAIRS;
    while (enough - tooFew > 1) {
      int middle = (tooFew + enough) / 2;
      if (holds(gate, middle, pairs)) {
        tooFew = middle;
      } else {
        enough = middle;
      }
    }
    return OptionalInt.of(enough);
  }

  private boolean holds(double gate, int ofPairs, int pairs) {
    return sample != null && sample.interval((double) ofPairs / pairs).holds(gate);
  }
}
