package dev.rlaif.trainer.run;

import dev.rlaif.trainer.judge.Judge;
import java.util.Optional;

/**
 * The judges of a run.
 *
 * @param second scores, but never gives rewards; absent: there is one judge for everything
 */
record RunJudges(Judge training, Optional<Judge> second) implements AutoCloseable {

  /** The one whose word decides between models. */
  Judge deciding() {
    return second.orElse(training);
  }

  @Override
  public void close() {
    training.close();
    second.ifPresent(Judge::close);
  }
}
