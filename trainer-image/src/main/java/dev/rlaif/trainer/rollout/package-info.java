/** Batched generation of answers, with the log-probabilities of their tokens. */
@NullMarked
package dev.rlaif.trainer.rollout;

import org.jspecify.annotations.NullMarked;
