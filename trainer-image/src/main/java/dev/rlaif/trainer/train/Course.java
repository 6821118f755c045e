package dev.rlaif.trainer.train;

import dev.rlaif.trainer.checkpoint.TrainingState;
import java.util.Optional;
import java.util.function.Function;

/**
 * What is learned from, how long, and how one step of it is done.
 *
 * @param total steps
 * @param fingerprint of the data
 * @param begin gives the state before the first step
 */
record Course<T>(
    DataSequence<T> data,
    int total,
    String fingerprint,
    Function<Resume, TrainingState> begin,
    Steps<T> step) {

  /** Makes the steps from where training begins. */
  interface Steps<T> {
    /**
     * @param behaviour adapter that answered the first step, if not the policy as it is
     */
    Step<T> from(PolicyUpdate update, TrainingState state, Optional<float[]> behaviour);
  }
}
