package dev.rlaif.trainer.learn;

/**
 * Clipped squared error of the value head (OpenAI baselines' PPO2).
 *
 * @param clip bound of the move away from the stored value
 */
public record ValueLoss(double clip) {

  /**
   * @param gradient dLoss/dvalue
   */
  public record Token(double loss, double gradient, boolean clipped) {}

  /** 1/2 * max((v-R)^2, (clip(v, V-eps, V+eps)-R)^2). */
  public Token token(double value, double stored, double target) {
    double bounded = Math.max(stored - clip, Math.min(stored + clip, value));
    double plain = (value - target) * (value - target);
    double clippedLoss = (bounded - target) * (bounded - target);
    boolean clipped = clippedLoss > plain;
    return new Token((clipped ? clippedLoss : plain) / 2, clipped ? 0 : value - target, clipped);
  }
}
