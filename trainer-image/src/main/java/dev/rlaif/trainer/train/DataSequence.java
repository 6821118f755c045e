package dev.rlaif.trainer.train;

import dev.rlaif.trainer.checkpoint.DataCursor;

/** The data in the order in which training takes it, without an end. */
interface DataSequence<T> {

  /** The next {@code count} of it, always the same from the same place. */
  DataOrder.Taken<T> take(DataCursor from, int count);
}
