package dev.rlaif.trainer.evaluate;

/**
 * The exact test of a before/after change on the same prompts. Only discordant pairs carry
 * information: without a change each falls on either side with probability 1/2 (McNemar 1947).
 */
public final class McNemar {
  private McNemar() {}

  /**
   * Two-sided p-value.
   *
   * @param onlyBase prompts on which only the base is in violation
   * @param onlyTuned prompts on which only the tuned model is in violation
   */
  public static double exact(int onlyBase, int onlyTuned) {
    int discordant = onlyBase + onlyTuned;
    int fewer = Math.min(onlyBase, onlyTuned);
    double logHalves = discordant * Math.log(0.5);
    double logChoose = 0;
    double tail = 0;
    for (int k = 0; k <= fewer; k++) {
      tail += Math.exp(logChoose + logHalves);
      logChoose += Math.log(discordant - k) - Math.log(k + 1.0);
    }
    return Math.min(1, 2 * tail);
  }
}
