package dev.rlaif.api.v1alpha1;

import dev.rlaif.api.schema.Length;
import dev.rlaif.api.schema.Required;

/**
 * A file of preference pairs, JSON lines with prompt, chosen and rejected.
 *
 * @param uri as a prompt file's
 */
public record PairFile(@Required @Length(max = 2048) String uri) {}
