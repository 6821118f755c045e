package dev.rlaif.api.v1alpha1;

import static java.util.Objects.requireNonNullElse;

import dev.rlaif.api.schema.Range;

/**
 * The questions that are set aside to choose the result of training by, and when training ends
 * before its last step.
 *
 * @param prompts training prompts that are set aside, a fifth of them at most; never held-out ones;
 *     default 64
 * @param patience validations in a row without a better one after which training ends, 0 never;
 *     default 0
 * @param judgeGapPatience validations in a row in which the training judge's scores rise while
 *     those of evaluation.judgeRef fall, after which training ends, 0 never; default 3
 */
public record TrainingValidation(
    @Range(min = 8, max = 10000) Integer prompts,
    @Range(min = 0, max = 1000) Integer patience,
    @Range(min = 0, max = 1000) Integer judgeGapPatience) {
  public static final TrainingValidation DEFAULTS = new TrainingValidation(64, 0, 3);

  public TrainingValidation {
    prompts = requireNonNullElse(prompts, 64);
    patience = requireNonNullElse(patience, 0);
    judgeGapPatience = requireNonNullElse(judgeGapPatience, 3);
  }
}
