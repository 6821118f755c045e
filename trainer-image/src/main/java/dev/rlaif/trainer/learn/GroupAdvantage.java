package dev.rlaif.trainer.learn;

import java.util.Arrays;
import java.util.stream.DoubleStream;

/** Advantages of answers to the same prompt, against each other; no value function. */
public final class GroupAdvantage {
  /** Keeps the division finite in a group whose rewards hardly differ. */
  private static final double EPSILON = 1e-4;

  /** What GRPO divides by. */
  public enum Scaling {
    /** standard deviation of the group */
    GROUP,
    /** standard deviation of the whole batch */
    BATCH,
    /** nothing (Dr. GRPO) */
    NONE
  }

  private GroupAdvantage() {}

  /**
   * (r - mean(group)) / (std + 1e-4), std unbiased (DeepSeekMath, arXiv 2402.03300).
   *
   * @param groups [G][n_g] rewards, n_g at least 2
   * @return [G][n_g]; a group of equal rewards gives zeros
   */
  public static double[][] relative(double[][] groups, Scaling scaling) {
    double batchDeviation = deviation(Arrays.stream(groups).flatMapToDouble(Arrays::stream));
    double[][] advantages = new double[groups.length][];
    for (int g = 0; g < groups.length; g++) {
      double mean = Arrays.stream(groups[g]).average().orElse(0);
      double divisor =
          switch (scaling) {
            case GROUP -> deviation(Arrays.stream(groups[g])) + EPSILON;
            case BATCH -> batchDeviation + EPSILON;
            case NONE -> 1;
          };
      advantages[g] = Arrays.stream(groups[g]).map(r -> (r - mean) / divisor).toArray();
    }
    return advantages;
  }

  /**
   * Each reward against the mean of the others (RLOO, arXiv 2402.14740).
   *
   * @param group [n] rewards of scored answers
   * @return [n]; zeros where fewer than two are scored
   */
  public static double[] leaveOneOut(double[] group) {
    if (group.length < 2) {
      return new double[group.length];
    }
    double sum = Arrays.stream(group).sum();
    return Arrays.stream(group).map(r -> r - (sum - r) / (group.length - 1)).toArray();
  }

  private static double deviation(DoubleStream values) {
    double[] all = values.toArray();
    double mean = Arrays.stream(all).average().orElse(0);
    double squares = Arrays.stream(all).map(r -> (r - mean) * (r - mean)).sum();
    return all.length < 2 ? 0 : Math.sqrt(squares / (all.length - 1));
  }
}
