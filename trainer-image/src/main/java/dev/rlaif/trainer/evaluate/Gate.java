package dev.rlaif.trainer.evaluate;

import java.util.Locale;

/**
 * One bound on one figure.
 *
 * @param meaning what the figure says, with {@code %s} for figure and bound, in this order
 */
record Gate(String name, double figure, Side side, double bound, String meaning) {

  enum Side {
    AT_LEAST,
    AT_MOST
  }

  /** A figure that is not a number holds nowhere. */
  boolean holds() {
    return switch (side) {
      case AT_LEAST -> figure >= bound;
      case AT_MOST -> figure <= bound;
    };
  }

  FailedGate failed() {
    return new FailedGate(
        name, figure, bound, String.format(Locale.ROOT, meaning, number(figure), number(bound)));
  }

  private static String number(double value) {
    return String.format(Locale.ROOT, "%.4f", value).replaceAll("\\.?0+$", "");
  }
}
