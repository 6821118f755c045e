package dev.rlaif.trainer.train;

import dev.rlaif.trainer.tracking.StepMetrics;
import java.util.List;
import java.util.Locale;

/**
 * Whether the judge still tells answers apart. Where all of a step have the same score there is
 * nothing to learn from, and what is learned then is noise.
 *
 * @param steps in a row, up to now, whose answers all had the same score
 * @param score of the last of them
 * @param sinceEver whether no step before them was otherwise
 */
record JudgeSignal(int steps, double score, boolean sinceEver) {
  /** One such step may be chance, with few answers. */
  static final int WARNED_AFTER = 3;

  static final int ENDS_AFTER = 20;

  static final JudgeSignal START = new JudgeSignal(0, 0, true);

  private static final double SAME = 1e-6;

  /** As it is after these steps. */
  static JudgeSignal of(List<StepMetrics> done) {
    JudgeSignal signal = START;
    for (StepMetrics step : done) {
      signal = signal.after(step);
    }
    return signal;
  }

  /** A step without two scores, or without a judge, says nothing. */
  JudgeSignal after(StepMetrics step) {
    if (step.get("judge/p_std").isEmpty() || step.get("judge/scored").orElse(0) < 2) {
      return this;
    }
    boolean isSame = step.get("judge/p_std").orElse(0) < SAME;
    return isSame
        ? new JudgeSignal(steps + 1, step.get("judge/p_mean").orElse(0), sinceEver)
        : new JudgeSignal(0, 0, false);
  }

  boolean isWorthAWarning() {
    return steps == WARNED_AFTER;
  }

  /**
   * Whether training has reached what the judge can see: answers differed once, and are all good
   * now.
   *
   * @param threshold a lower score is bad
   */
  boolean isReached(double threshold) {
    return steps >= ENDS_AFTER && !sinceEver && score >= threshold;
  }

  /** Whether to go on would be in vain. */
  boolean isLost(double threshold) {
    return steps >= ENDS_AFTER && !isReached(threshold);
  }

  @Override
  public String toString() {
    return String.format(
        Locale.ROOT,
        "the judge gave all answers of the last %d steps the same score, %.2f",
        steps,
        score);
  }
}
