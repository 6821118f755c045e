package dev.rlaif.trainer.learn;

/** Generalised advantage estimation (Schulman et al. 2015, arXiv 1506.02438, eq. 16). */
public final class GeneralizedAdvantage {
  private GeneralizedAdvantage() {}

  /**
   * A_t = delta_t + gamma*lambda*A_next with delta_t = r_t + gamma*V_next - V_t, backwards from the
   * end, where V and A are 0. At a token outside the mask nothing happens: V_next and A_next are
   * carried over it, so a tool's output between two parts of an answer is no state of the policy.
   *
   * @param rewards [L]
   * @param values [L]
   * @return [L], 0 outside the mask
   */
  public static double[] of(
      double[] rewards, double[] values, boolean[] mask, double gamma, double lambda) {
    double[] advantages = new double[rewards.length];
    double nextValue = 0;
    double nextAdvantage = 0;
    for (int t = rewards.length - 1; t >= 0; t--) {
      if (mask[t]) {
        double delta = rewards[t] + gamma * nextValue - values[t];
        advantages[t] = delta + gamma * lambda * nextAdvantage;
        nextAdvantage = advantages[t];
        nextValue = values[t];
      }
    }
    return advantages;
  }

  /** R_t = A_t + V_t inside the mask, 0 outside. */
  public static double[] returns(double[] advantages, double[] values, boolean[] mask) {
    double[] returns = new double[advantages.length];
    for (int t = 0; t < returns.length; t++) {
      returns[t] = mask[t] ? advantages[t] + values[t] : 0;
    }
    return returns;
  }

  /**
   * lambda = 1 - 1/max(alpha*L, 1), so that longer answers look further ahead (VAPO, arXiv
   * 2504.05118).
   */
  public static double lengthAdaptiveLambda(double alpha, int lengthTokens) {
    return 1 - 1 / Math.max(alpha * lengthTokens, 1);
  }
}
