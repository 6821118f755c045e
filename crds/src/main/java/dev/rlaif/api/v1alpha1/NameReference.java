package dev.rlaif.api.v1alpha1;

import dev.rlaif.api.schema.Length;
import dev.rlaif.api.schema.Required;

/**
 * An object of the same namespace.
 *
 * @param name of the object
 */
public record NameReference(@Required @Length(max = 253) String name) {}
