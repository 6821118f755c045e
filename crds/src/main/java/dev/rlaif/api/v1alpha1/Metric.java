package dev.rlaif.api.v1alpha1;

import dev.rlaif.api.schema.Length;
import dev.rlaif.api.schema.Required;

/**
 * A measured figure.
 *
 * @param name such as reward_mean
 * @param value a decimal of at most four decimals
 */
public record Metric(
    @Required @Length(max = 128) String name, @Required @Length(max = 64) String value) {}
