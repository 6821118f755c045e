/** What a run leaves to look at: step metrics, TensorBoard events, every rollout. */
@NullMarked
package dev.rlaif.trainer.tracking;

import org.jspecify.annotations.NullMarked;
