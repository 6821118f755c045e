/** A stage of a run: its outcome, its exit code, its failures. */
@NullMarked
package dev.rlaif.trainer.stage;

import org.jspecify.annotations.NullMarked;
