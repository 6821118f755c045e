package dev.rlaif.trainer.checkpoint;

/**
 * The best evaluation so far; its checkpoint is kept.
 *
 * @param value higher is better
 */
public record BestEvaluation(long step, double value) {}
