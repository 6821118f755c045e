/**
 * The stages of a run over one workspace: the same main path for {@code rlaif run} on one machine
 * and for the container of a stage's Job.
 */
@NullMarked
package dev.rlaif.trainer.run;

import org.jspecify.annotations.NullMarked;
