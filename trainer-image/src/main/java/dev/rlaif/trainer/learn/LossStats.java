package dev.rlaif.trainer.learn;

import java.util.Arrays;

/**
 * What a loss leaves to look at, as sums and counts, so that micro-batches and ranks add up. The
 * order of the array is that of {@link Sum}.
 */
public record LossStats(double[] sums) {

  /** One number that is summed; over tokens unless it says otherwise. */
  public enum Sum {
    SAMPLES,
    TOKENS,
    /** what the loss is divided by: tokens, sequences or pairs */
    LOSS_COUNT,
    POLICY_LOSS,
    KL_LOSS,
    /** before the value coefficient */
    VALUE_LOSS,
    /** tokens, or sequences where the ratio is one of sequences, that a ratio was taken of */
    RATIO_COUNT,
    RATIO,
    CLIPPED_LOW,
    CLIPPED_HIGH,
    DUAL_CLIPPED,
    /** (lp - lpOld)^2 / 2 */
    APPROX_KL,
    /** lpOld - lp */
    POLICY_KL,
    ENTROPY,
    ADVANTAGE,
    VALUE_PREDICTION,
    /** (v - R)^2 */
    VALUE_ERROR,
    VALUE_CLIPPED,
    OLD_VALUE,
    OLD_VALUE_SQUARED,
    RETURN,
    RETURN_SQUARED,
    /** over pairs, as the next four */
    CHOSEN_REWARD,
    REJECTED_REWARD,
    CHOSEN_LOG_PROB,
    REJECTED_LOG_PROB,
    ACCURATE,
    /** over tokens of chosen answers, as the next */
    CHOSEN_TOKENS,
    CHOSEN_LOGIT,
    /** over tokens of rejected answers, as the next */
    REJECTED_TOKENS,
    REJECTED_LOGIT
  }

  /** Collects sums; not thread-safe. */
  static final class Collector {
    private final double[] sums = new double[Sum.values().length];

    void add(Sum sum, double value) {
      sums[sum.ordinal()] += value;
    }

    void count(Sum sum, boolean counted) {
      add(sum, counted ? 1 : 0);
    }

    /** What every policy-gradient loss says of a token. */
    void addToken(double logProb, double entropy, Experience experience, int t) {
      double difference = logProb - experience.logProbsOld()[t];
      add(Sum.TOKENS, 1);
      add(Sum.APPROX_KL, difference * difference / 2);
      add(Sum.POLICY_KL, -difference);
      add(Sum.ENTROPY, entropy);
      add(Sum.ADVANTAGE, experience.advantages()[t]);
    }

    void addValue(double value, double stored, double target) {
      add(Sum.VALUE_PREDICTION, value);
      add(Sum.VALUE_ERROR, (value - target) * (value - target));
      add(Sum.OLD_VALUE, stored);
      add(Sum.OLD_VALUE_SQUARED, stored * stored);
      add(Sum.RETURN, target);
      add(Sum.RETURN_SQUARED, target * target);
    }

    LossStats stats() {
      return new LossStats(sums.clone());
    }
  }

  public static LossStats zero() {
    return new LossStats(new double[Sum.values().length]);
  }

  public LossStats plus(LossStats other) {
    double[] added = sums.clone();
    Arrays.setAll(added, i -> added[i] + other.sums[i]);
    return new LossStats(added);
  }

  /** The same with losses of 0, as for a mini-batch whose loss was not used. */
  public LossStats withoutLosses() {
    double[] changed = sums.clone();
    changed[Sum.POLICY_LOSS.ordinal()] = 0;
    changed[Sum.VALUE_LOSS.ordinal()] = 0;
    changed[Sum.KL_LOSS.ordinal()] = 0;
    return new LossStats(changed);
  }

  public double sum(Sum sum) {
    return sums[sum.ordinal()];
  }

  /** A sum over a count; 0 where nothing was counted. */
  public double mean(Sum sum, Sum count) {
    return sum(count) == 0 ? 0 : sum(sum) / sum(count);
  }

  public double perToken(Sum sum) {
    return mean(sum, Sum.TOKENS);
  }

  /** Unbiased variance over tokens from sum and sum of squares; 0 for a single token. */
  public double variance(Sum sum, Sum squared) {
    double n = sum(Sum.TOKENS);
    return n < 2 ? 0 : Math.max(0, sum(squared) - sum(sum) * sum(sum) / n) / (n - 1);
  }

  /** Mean ratio of new to old probability; 1 where there is none. */
  public double meanRatio() {
    return sum(Sum.RATIO_COUNT) == 0 ? 1 : mean(Sum.RATIO, Sum.RATIO_COUNT);
  }

  /** Whether every loss is a number. */
  public boolean isFinite() {
    return Double.isFinite(sum(Sum.POLICY_LOSS))
        && Double.isFinite(sum(Sum.KL_LOSS))
        && Double.isFinite(sum(Sum.VALUE_LOSS));
  }
}
