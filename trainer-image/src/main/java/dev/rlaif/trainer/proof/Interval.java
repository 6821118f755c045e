package dev.rlaif.trainer.proof;

import java.util.Arrays;

/** A confidence interval, of 95 % unless said otherwise. */
public record Interval(double low, double high) {
  /** The quantile of the normal distribution at 0.975. */
  private static final double Z = 1.959963984540054;

  /** Of a proportion (Wilson 1927); all of [0, 1] when nothing was counted. */
  public static Interval wilson(int successes, int count) {
    if (count == 0) {
      return new Interval(0, 1);
    }
    double share = (double) successes / count;
    double shrink = 1 + Z * Z / count;
    double middle = (share + Z * Z / (2 * count)) / shrink;
    double half =
        Z * Math.sqrt(share * (1 - share) / count + Z * Z / (4.0 * count * count)) / shrink;
    return new Interval(Math.max(0, middle - half), Math.min(1, middle + half));
  }

  /** The middle 95 % of values that a bootstrap drew. */
  static Interval middle(double[] draws) {
    double[] sorted = draws.clone();
    Arrays.sort(sorted);
    int last = sorted.length - 1;
    return new Interval(
        sorted[(int) Math.floor(0.025 * last)], sorted[(int) Math.ceil(0.975 * last)]);
  }
}
