package dev.rlaif.api.v1alpha1;

import static java.util.Objects.requireNonNullElse;

import dev.rlaif.api.schema.Length;
import dev.rlaif.api.schema.Required;

/**
 * The RewardJudge whose scores are the reward.
 *
 * @param name of a RewardJudge in the same namespace
 * @param requireValidated the run waits until the judge has passed its own validation; default true
 */
public record JudgeReference(@Required @Length(max = 253) String name, Boolean requireValidated) {

  public JudgeReference {
    requireValidated = requireNonNullElse(requireValidated, true);
  }
}
