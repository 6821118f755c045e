package dev.rlaif.trainer.train;

import dev.rlaif.trainer.checkpoint.DataCursor;

/** The prompts in the order in which training takes them, without an end. */
interface PromptSequence {

  /** The next {@code count} prompts, always the same from the same place. */
  PromptOrder.Taken take(DataCursor from, int count);
}
