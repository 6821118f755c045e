package dev.rlaif.trainer.proof;

import java.util.function.DoubleUnaryOperator;

/** A confidence interval, of 95 % unless said otherwise. */
public record Interval(double low, double high) {
  /** The quantile of the normal distribution at 0.975. */
  private static final double Z = 1.959963984540054;

  private static final int HALVINGS = 60;

  /** Of a proportion (Wilson 1927); all of [0, 1] when nothing was counted. */
  public static Interval wilson(int successes, int count) {
    return count == 0 ? new Interval(0, 1) : wilson((double) successes / count, (double) count);
  }

  /**
   * Of a proportion.
   *
   * @param count of observations, more than 0; need not be whole
   */
  static Interval wilson(double share, double count) {
    double shrink = 1 + Z * Z / count;
    double middle = (share + Z * Z / (2 * count)) / shrink;
    double half =
        Z * Math.sqrt(share * (1 - share) / count + Z * Z / (4.0 * count * count)) / shrink;
    return new Interval(Math.max(0, middle - half), Math.min(1, middle + half));
  }

  /**
   * Of an area under the ROC curve (Newcombe 2006, method 5): the areas whose own variance, that of
   * Hanley and McNeil, makes the one that was seen likely enough. Unlike DeLong's interval and a
   * bootstrap it keeps its width where all answers are told apart, which few answers often are.
   *
   * @param good how many good ones, more than 0; need not be whole
   * @param bad how many bad ones, more than 0; need not be whole
   */
  static Interval auroc(double area, double good, double bad) {
    double others = (good + bad) / 2 - 1;
    DoubleUnaryOperator deviation =
        theta ->
            Z
                * Math.sqrt(
                    theta
                        * (1 - theta)
                        * (1 + others * (1 - theta) / (2 - theta) + others * theta / (1 + theta))
                        / (good * bad));
    return new Interval(
        root(theta -> theta + deviation.applyAsDouble(theta) - area, 0, area),
        root(theta -> theta - deviation.applyAsDouble(theta) - area, area, 1));
  }

  boolean holds(double value) {
    return low < value && value < high;
  }

  /** With the same function, which never falls, applied to both ends. */
  Interval map(DoubleUnaryOperator rising) {
    return new Interval(rising.applyAsDouble(low), rising.applyAsDouble(high));
  }

  /** Where a function that is below 0 at first and above 0 at last crosses. */
  private static double root(DoubleUnaryOperator function, double from, double to) {
    double low = from;
    double high = to;
    for (int i = 0; i < HALVINGS; i++) {
      double middle = (low + high) / 2;
      if (function.applyAsDouble(middle) < 0) {
        low = middle;
      } else {
        high = middle;
      }
    }
    return (low + high) / 2;
  }
}
