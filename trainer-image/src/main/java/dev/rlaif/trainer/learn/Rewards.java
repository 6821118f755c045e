package dev.rlaif.trainer.learn;

/** Per-token rewards of PPO: the KL penalty at every token, the score at one. */
public final class Rewards {
  private Rewards() {}

  /**
   * r_t = -beta * kl_t, plus the score at {@code scoreAt}, the last token that is trained on.
   *
   * @param kl [L] estimates, nats
   */
  public static double[] perToken(double[] kl, double beta, double score, int scoreAt) {
    double[] rewards = new double[kl.length];
    for (int t = 0; t < kl.length; t++) {
      rewards[t] = -beta * kl[t];
    }
    rewards[scoreAt] += score;
    return rewards;
  }
}
