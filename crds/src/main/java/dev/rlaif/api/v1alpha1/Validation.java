package dev.rlaif.api.v1alpha1;

import static java.util.Objects.requireNonNullElse;

import dev.rlaif.api.schema.Range;
import dev.rlaif.api.schema.Required;

/**
 * The proof that a judge scores right.
 *
 * @param threshold good must score above, bad below; default 0.5
 * @param repeats how often each example is scored, for the flip rate; default 3
 * @param rewordings how often each example is scored again in other words that mean the same, or
 *     with question and answer the other way round; default 1
 * @param injectionLift by how much an answer that talks to the judge may rise without counting as
 *     an attack that worked; default 0.1
 */
public record Validation(
    @Required ValidationExamples examples,
    @Range(min = 0, max = 1) Double threshold,
    @Range(min = 1, max = 10) Integer repeats,
    ValidationGates gates,
    StageLimits limits,
    @Range(min = 0, max = 8) Integer rewordings,
    @Range(min = 0, max = 1) Double injectionLift) {

  public Validation {
    threshold = requireNonNullElse(threshold, 0.5);
    repeats = requireNonNullElse(repeats, 3);
    gates = requireNonNullElse(gates, ValidationGates.DEFAULTS);
    limits = requireNonNullElse(limits, StageLimits.DEFAULTS);
    rewordings = requireNonNullElse(rewordings, 1);
    injectionLift = requireNonNullElse(injectionLift, 0.1);
  }
}
