package dev.rlaif.trainer.train;

import java.util.List;

/**
 * One training step on the next data: prompts that are answered and judged, or pairs of answers
 * that are there already.
 */
interface Step<T> {

  /**
   * Learns.
   *
   * @param number of the step, the first is 1
   * @param carry of the step before
   * @throws dev.rlaif.trainer.stage.Stopped if the stage is asked to stop; nothing was learned then
   */
  TrainingStep.Result run(long number, List<T> data, TrainingStep.Carry carry);
}
