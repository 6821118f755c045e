package dev.rlaif.api.v1alpha1;

import static java.util.Objects.requireNonNullElse;

import dev.rlaif.api.schema.Length;
import dev.rlaif.api.schema.Required;

/**
 * A key of a Secret of the same namespace.
 *
 * @param name of the Secret
 * @param key of its data; default token
 */
public record SecretReference(
    @Required @Length(max = 253) String name, @Length(max = 253) String key) {

  public SecretReference {
    key = requireNonNullElse(key, "token");
  }
}
