/** The endpoint that serves a run that passed. */
@NullMarked
package dev.rlaif.trainer.serve;

import org.jspecify.annotations.NullMarked;
