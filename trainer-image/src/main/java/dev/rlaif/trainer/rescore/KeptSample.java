package dev.rlaif.trainer.rescore;

import org.jspecify.annotations.Nullable;

/**
 * An answer with the score that it has.
 *
 * @param place where in the run it was given: {@code step 12}, {@code greedy base}, {@code seed-1
 *     tuned}
 * @param p of the run's judge; absent: missing
 */
public record KeptSample(
    String place, String id, String question, String answer, boolean ended, @Nullable Double p) {}
