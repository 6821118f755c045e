package dev.rlaif.trainer.checkpoint;

import dev.rlaif.trainer.learn.ReferenceMoments;
import dev.rlaif.trainer.learn.RunningMoments;
import org.jspecify.annotations.Nullable;

/**
 * Everything small that a resume needs. Learning rates are functions of the step, and random
 * numbers of seed, step, prompt and sample, so neither has a state of its own.
 *
 * @param planHash of the plan that was being trained; a longer run has another one
 * @param planText that plan, for people
 * @param adapterVersion of the adapter saved beside this
 * @param klCoefficient beta of the next step
 * @param reference absent where scores are not normalised by the base model's
 * @param selection by which the result is chosen
 * @param klBudgetStreak steps in a row over the KL budget
 */
public record TrainingState(
    CheckpointIdentity identity,
    String planHash,
    String planText,
    Counters counters,
    long adapterVersion,
    long seed,
    DataCursor cursor,
    double klCoefficient,
    RunningMoments runningMoments,
    @Nullable ReferenceMoments reference,
    Selection selection,
    int klBudgetStreak) {

  /** The same after a validation. */
  public TrainingState with(Selection after) {
    return new TrainingState(
        identity,
        planHash,
        planText,
        counters,
        adapterVersion,
        seed,
        cursor,
        klCoefficient,
        runningMoments,
        reference,
        after,
        klBudgetStreak);
  }

  /** The same under the plan that goes on with it, which may be for more steps. */
  public TrainingState under(String nowHash, String nowText) {
    return new TrainingState(
        identity,
        nowHash,
        nowText,
        counters,
        adapterVersion,
        seed,
        cursor,
        klCoefficient,
        runningMoments,
        reference,
        selection,
        klBudgetStreak);
  }

  /**
   * What the run has done.
   *
   * @param step finished training steps
   * @param samples scored answers
   * @param tokens response tokens trained on
   * @param skippedSteps steps without an update
   */
  public record Counters(long step, long samples, long prompts, long tokens, long skippedSteps) {
    public static final Counters START = new Counters(0, 0, 0, 0, 0);
  }
}
