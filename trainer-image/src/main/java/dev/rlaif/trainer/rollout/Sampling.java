package dev.rlaif.trainer.rollout;

/**
 * How tokens are drawn.
 *
 * @param temperature 0 means greedy; else logits are divided by it
 * @param topP 1 is off
 * @param topK 0 is off
 */
public record Sampling(
    double temperature, double topP, int topK, int minNewTokens, int maxNewTokens) {

  public static Sampling greedy(int maxNewTokens) {
    return new Sampling(0, 1, 0, 0, maxNewTokens);
  }

  public static Sampling temperature(double temperature, int maxNewTokens) {
    return new Sampling(temperature, 1, 0, 0, maxNewTokens);
  }
}
