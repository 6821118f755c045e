package dev.rlaif.trainer.judge;

/**
 * What a judge is asked to score.
 *
 * @param ended the answer ended by itself and was not cut off at the token limit
 */
public record Answer(String question, String text, boolean ended) {}
