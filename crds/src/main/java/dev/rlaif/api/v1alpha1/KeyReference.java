package dev.rlaif.api.v1alpha1;

import dev.rlaif.api.schema.Length;
import dev.rlaif.api.schema.Required;

/**
 * A key of a ConfigMap or Secret of the same namespace.
 *
 * @param name of the object
 * @param key of its data
 */
public record KeyReference(
    @Required @Length(max = 253) String name, @Required @Length(max = 253) String key) {}
