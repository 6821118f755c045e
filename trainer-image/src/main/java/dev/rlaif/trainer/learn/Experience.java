package dev.rlaif.trainer.learn;

import dev.rlaif.trainer.lora.Sequence;

/**
 * What an update learns from one answer. Arrays have one entry per response token, [L]; what an
 * algorithm has no use for is 0.
 *
 * @param mask tokens that are trained on; all else has no influence
 * @param logProbsOld before the update
 * @param reference log-probabilities with the adapter off
 * @param values stored values, 0 outside the mask
 * @param rewards per token
 * @param advantages as the policy loss uses them: whitened or normalised
 * @param returns targets of the value loss
 * @param weights constant factors of the policy loss
 * @param score of the whole answer
 */
public record Experience(
    Sequence sequence,
    boolean[] mask,
    double[] logProbsOld,
    double[] reference,
    double[] values,
    double[] rewards,
    double[] advantages,
    double[] returns,
    double[] weights,
    double score) {

  /** Where every token has the same advantage and there is no value function. */
  static Experience withoutValues(ScoredRollout rollout, double advantage) {
    int length = rollout.mask().length;
    return new Experience(
        rollout.sequence(),
        rollout.mask(),
        rollout.logProbs(),
        rollout.reference(),
        new double[length],
        Rewards.perToken(new double[length], 0, rollout.score(), Masked.last(rollout.mask())),
        Rows.masked(advantage, rollout.mask()),
        new double[length],
        rollout.weights(),
        rollout.score());
  }

  /** Response tokens that are trained on. */
  public int tokens() {
    return Masked.count(mask);
  }

  /** Prompt and response together, in tokens. */
  public int lengthTokens() {
    return sequence.promptIds().length + sequence.responseIds().length;
  }
}
