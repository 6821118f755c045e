/** The stage's side of the door to the operator: plan in; progress, report and exit code out. */
@NullMarked
package dev.rlaif.trainer.door;

import org.jspecify.annotations.NullMarked;
