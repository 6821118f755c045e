package dev.rlaif.trainer.rollout;

/**
 * One answer that is wanted.
 *
 * @param index given back in the completion
 * @param promptIds rendered and encoded prompt, at least one token
 * @param seed of this row's random numbers: the same seed draws the same answer in whatever batch
 */
public record GenerationRequest(int index, int[] promptIds, long seed) {}
