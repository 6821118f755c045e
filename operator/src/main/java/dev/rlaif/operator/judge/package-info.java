/**
 * Carries a RewardJudge from its spec to a proof that it scores right: observed, decided by a pure
 * function, acted on, and told in its status.
 */
@NullMarked
package dev.rlaif.operator.judge;

import org.jspecify.annotations.NullMarked;
