package dev.rlaif.api.v1alpha1;

import static java.util.Objects.requireNonNullElse;

import dev.rlaif.api.schema.Range;
import dev.rlaif.api.schema.Required;

/**
 * The proof that a judge scores right.
 *
 * @param threshold good must score above, bad below; default 0.5
 * @param repeats how often each example is scored, for the flip rate; default 3
 */
public record Validation(
    @Required ValidationExamples examples,
    @Range(min = 0, max = 1) Double threshold,
    @Range(min = 1, max = 10) Integer repeats,
    ValidationGates gates,
    StageLimits limits) {

  public Validation {
    threshold = requireNonNullElse(threshold, 0.5);
    repeats = requireNonNullElse(repeats, 3);
    gates = requireNonNullElse(gates, ValidationGates.DEFAULTS);
    limits = requireNonNullElse(limits, StageLimits.DEFAULTS);
  }
}
