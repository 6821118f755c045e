package dev.rlaif.trainer.train;

import dev.rlaif.trainer.checkpoint.Selection;
import dev.rlaif.trainer.validate.Choice;
import dev.rlaif.trainer.validate.Validation;

/**
 * Validation while training goes on.
 *
 * @param everySteps steps between two passes; one more is made after the last step
 * @param threshold a lower score is bad
 */
public record Validating(Validation validation, Choice choice, int everySteps, double threshold) {

  /** Whether a pass is made now, and was not made before an interruption. */
  boolean isDue(Selection selection, long step, boolean last) {
    return selection.validated() != step && (last || step % everySteps == 0);
  }
}
