package dev.rlaif.api.v1alpha1;

import dev.rlaif.api.schema.Range;
import org.jspecify.annotations.Nullable;

/**
 * What the tuned model must reach to be served; an absent gate is not asked for.
 *
 * @param minImprovement (violations of base - of tuned) / of base
 * @param maxViolationRate share of tuned's greedy answers
 * @param minWinRate tuned against base, a tie counts half
 * @param minUsefulRatio useful answers of tuned / of base
 * @param minEndedRatio answers that ended by themselves, of tuned / of base
 * @param minLengthRatio mean length of tuned / of base
 * @param maxKl nats per answer between tuned and base
 * @param maxDuplicateRate share of tuned's answers that occur more than once
 * @param confidence the worse end of a paired bootstrap interval of this size must pass; absent:
 *     the measured value must
 */
public record EvaluationGates(
    @Nullable @Range(min = -1, max = 1) Double minImprovement,
    @Nullable @Range(min = 0, max = 1) Double maxViolationRate,
    @Nullable @Range(min = 0, max = 1) Double minWinRate,
    @Nullable @Range(min = 0, max = 2) Double minUsefulRatio,
    @Nullable @Range(min = 0, max = 2) Double minEndedRatio,
    @Nullable @Range(min = 0, max = 2) Double minLengthRatio,
    @Nullable @Range(min = 0, max = 10000, aboveMin = true) Double maxKl,
    @Nullable @Range(min = 0, max = 1) Double maxDuplicateRate,
    @Nullable @Range(min = 0.5, max = 0.999) Double confidence) {
  static final EvaluationGates DEFAULTS =
      new EvaluationGates(0.0, null, null, null, null, null, null, null, null);
}
