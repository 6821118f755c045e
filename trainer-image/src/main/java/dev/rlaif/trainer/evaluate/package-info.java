/** The evaluate stage: base against tuned on held-out prompts, and the verdict. */
@NullMarked
package dev.rlaif.trainer.evaluate;

import org.jspecify.annotations.NullMarked;
