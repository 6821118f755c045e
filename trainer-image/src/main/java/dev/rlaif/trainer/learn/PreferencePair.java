package dev.rlaif.trainer.learn;

import java.util.Optional;

/** The best and the worst of several answers to one prompt, by index. */
public record PreferencePair(int chosen, int rejected) {
  /** 0.99 - 0.79 is a little less than 0.2. */
  private static final double ROUNDING = 1e-9;

  /**
   * @param probabilities judge's p of each scored answer
   * @param smallestGap between best and worst; a tie is never a pair
   */
  public static Optional<PreferencePair> of(double[] probabilities, double smallestGap) {
    int best = 0;
    int worst = 0;
    for (int i = 1; i < probabilities.length; i++) {
      best = probabilities[i] > probabilities[best] ? i : best;
      worst = probabilities[i] < probabilities[worst] ? i : worst;
    }
    boolean pair = best != worst && isWide(probabilities[best] - probabilities[worst], smallestGap);
    return pair ? Optional.of(new PreferencePair(best, worst)) : Optional.empty();
  }

  /** Whether a difference of scores says which answer is better; 0 never does. */
  public static boolean isWide(double gap, double smallestGap) {
    return gap > 0 && gap >= smallestGap - ROUNDING;
  }
}
