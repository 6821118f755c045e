package dev.rlaif.trainer.checkpoint;

/**
 * The best validation so far; its checkpoint is kept.
 *
 * @param bad answers scored below the threshold
 * @param score mean over the scored answers, 0 to 1
 */
public record BestValidation(long step, int bad, double score) {}
