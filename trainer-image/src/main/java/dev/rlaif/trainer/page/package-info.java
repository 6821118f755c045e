/** The page of a run: live while it is worked on, and frozen as a file. */
@NullMarked
package dev.rlaif.trainer.page;

import org.jspecify.annotations.NullMarked;
