package dev.rlaif.api.v1alpha1;

import dev.rlaif.api.schema.Range;
import org.jspecify.annotations.Nullable;

/**
 * What a run sets of the KL penalty in the reward; absent: the preset's value.
 *
 * @param control default adaptive with a target, else as the preset says
 * @param coefficient of the penalty, at the start
 * @param target nats per answer; with control adaptive only
 * @param horizon answers over which the coefficient adapts; with control adaptive only
 * @param estimator absent: k1
 */
public record KlOverrides(
    @Nullable KlControl control,
    @Nullable @Range(min = 0, max = 10) Double coefficient,
    @Nullable @Range(min = 0, max = 1000, aboveMin = true) Double target,
    @Nullable @Range(min = 1, max = 100000000) Integer horizon,
    @Nullable KlEstimator estimator) {
  static final KlOverrides NONE = new KlOverrides(null, null, null, null, null);
}
