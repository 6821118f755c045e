package dev.rlaif.trainer.rollout;

/**
 * An answer as it was generated.
 *
 * @param index of the request
 * @param promptIds [P]
 * @param ids [L] response ids, the stop token included, L at least 1
 * @param logProbs [L] log-probabilities of the response ids under the sampling distribution without
 *     filters, at the given temperature, as the generating engine computed them
 */
public record Completion(
    int index, int[] promptIds, int[] ids, float[] logProbs, FinishReason finish) {}
