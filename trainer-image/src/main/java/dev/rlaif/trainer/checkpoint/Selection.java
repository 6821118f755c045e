package dev.rlaif.trainer.checkpoint;

import org.jspecify.annotations.Nullable;

/**
 * What is known of the checkpoints so far, to choose the result by.
 *
 * @param validated step of the last validation; -1 before the first
 * @param best absent before the first validation of a trained model
 * @param withoutBetter validations in a row that were no better than the best
 * @param apart validations in a row in which the training judge's mean rose and the second judge's
 *     fell
 * @param trainingScore mean of the training judge's scores at the last validation
 * @param secondScore likewise of the second judge; absent without one
 */
public record Selection(
    long validated,
    @Nullable BestValidation best,
    int withoutBetter,
    int apart,
    @Nullable Double trainingScore,
    @Nullable Double secondScore) {
  public static final Selection START = new Selection(-1, null, 0, 0, null, null);
}
