/** Ranks and the collective between them. */
@NullMarked
package dev.rlaif.trainer.parallel;

import org.jspecify.annotations.NullMarked;
