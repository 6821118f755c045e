package dev.rlaif.trainer.train;

import java.util.List;
import java.util.Optional;

/**
 * One training step on the next data: prompts that are answered and judged, or pairs of answers
 * that are there already.
 */
interface Step<T> {

  /**
   * Learns.
   *
   * @param number of the step, the first is 1
   * @param ahead data of the step after it, with which this one may begin already; empty where it
   *     may not
   * @param carry of the step before
   * @throws dev.rlaif.trainer.stage.Stopped if the stage is asked to stop; nothing was learned then
   */
  TrainingStep.Result run(long number, List<T> data, List<T> ahead, TrainingStep.Carry carry);

  /**
   * Parameters of the adapter that answers the step after the last finished one, flat; empty where
   * they are those of the policy.
   */
  default Optional<float[]> behaviour() {
    return Optional.empty();
  }
}
