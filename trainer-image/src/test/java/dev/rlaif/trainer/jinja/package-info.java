/** Templates against what Jinja makes of them. */
@NullMarked
package dev.rlaif.trainer.jinja;

import org.jspecify.annotations.NullMarked;
