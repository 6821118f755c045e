package dev.rlaif.trainer.rollout;

import dev.rlaif.trainer.kernel.DecodeStep;

/** Does decode steps again and again. */
interface Repetition extends AutoCloseable {

  /** Each operator given to the device anew. */
  Repetition EAGER =
      (step, numbers) -> {
        step.set(numbers);
        step.run();
        return step.drawn();
      };

  /**
   * One step.
   *
   * @param numbers its input
   * @return what was drawn
   */
  double[] run(DecodeStep step, double[] numbers);

  @Override
  default void close() {}
}
