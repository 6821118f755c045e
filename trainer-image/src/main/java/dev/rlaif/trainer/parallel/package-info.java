/** Ranks: those that share the work of a training step, in this process or in others. */
@NullMarked
package dev.rlaif.trainer.parallel;

import org.jspecify.annotations.NullMarked;
