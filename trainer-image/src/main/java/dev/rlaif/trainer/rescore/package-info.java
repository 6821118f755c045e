/** The answers that a run kept, scored by another judge. */
@NullMarked
package dev.rlaif.trainer.rescore;

import org.jspecify.annotations.NullMarked;
