/** Prompts of a run: generated or read, blended, de-duplicated, split. */
@NullMarked
package dev.rlaif.trainer.prompt;

import org.jspecify.annotations.NullMarked;
