package dev.rlaif.trainer.rollout;

/**
 * What a model made of one place of an answer, before temperature and filters.
 *
 * @param id of the token that was drawn
 * @param logProb of it, natural logarithm
 * @param topIds the most probable tokens, the first most of all: [K]
 * @param topLogProbs of these: [K]
 */
@SuppressWarnings("ArrayRecordComponent") // handed on and read, never compared
public record TokenChances(int id, float logProb, int[] topIds, float[] topLogProbs) {}
