package dev.rlaif.trainer.rollout;

/**
 * How tokens are drawn.
 *
 * @param temperature 0 means greedy; else logits are divided by it
 * @param topP 1 is off
 * @param topK 0 is off
 * @param repetitionPenalty logits of tokens that prompt or answer has are divided by it, negative
 *     ones multiplied, before all else (CTRL, Keskar et al. 2019); 1 is off. Log-probabilities are
 *     those after it
 */
public record Sampling(
    double temperature,
    double topP,
    int topK,
    int minNewTokens,
    int maxNewTokens,
    double repetitionPenalty) {

  public Sampling {
    if (!(repetitionPenalty > 0)) {
      throw new IllegalArgumentException(
          "repetitionPenalty " + repetitionPenalty + " must be positive");
    }
  }

  /** Without a penalty for repetition. */
  public Sampling(double temperature, double topP, int topK, int minNewTokens, int maxNewTokens) {
    this(temperature, topP, topK, minNewTokens, maxNewTokens, 1);
  }

  public static Sampling greedy(int maxNewTokens) {
    return new Sampling(0, 1, 0, 0, maxNewTokens);
  }

  public static Sampling temperature(double temperature, int maxNewTokens) {
    return new Sampling(temperature, 1, 0, 0, maxNewTokens);
  }
}
