package dev.rlaif.trainer.evaluate;

/**
 * The 95 % interval of a share. Unlike the textbook interval it stays inside 0..1 and keeps its
 * coverage for small counts (Wilson 1927, "Probable inference, the law of succession, and
 * statistical inference").
 */
public final class WilsonInterval {
  /** Two-sided 95 % quantile of the normal distribution. */
  private static final double Z = 1.959963984540054;

  private WilsonInterval() {}

  /**
   * The interval of {@code count / total}; nothing counted says nothing, so the interval is 0..1.
   */
  public static Interval of(int count, int total) {
    if (count < 0 || count > total) {
      throw new IllegalArgumentException(
          "count is " + count + " of " + total + ": must be between 0 and the total");
    }
    if (total == 0) {
      return new Interval(0, 1);
    }
    double share = (double) count / total;
    double z2 = Z * Z / total;
    double centre = share + z2 / 2;
    double half = Z * Math.sqrt(share * (1 - share) / total + z2 / (4 * total));
    return new Interval(
        Math.max(0, (centre - half) / (1 + z2)), Math.min(1, (centre + half) / (1 + z2)));
  }
}
