/** The train stage. */
@NullMarked
package dev.rlaif.trainer.train;

import org.jspecify.annotations.NullMarked;
