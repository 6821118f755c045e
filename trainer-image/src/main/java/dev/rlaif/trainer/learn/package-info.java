/** The mathematics of the algorithms over plain arrays, fp64. */
@NullMarked
package dev.rlaif.trainer.learn;

import org.jspecify.annotations.NullMarked;
