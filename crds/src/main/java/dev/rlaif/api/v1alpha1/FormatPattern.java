package dev.rlaif.api.v1alpha1;

import dev.rlaif.api.schema.Length;
import dev.rlaif.api.schema.Range;
import dev.rlaif.api.schema.Required;
import org.jspecify.annotations.Nullable;

/**
 * A regular expression and what breaking it scores.
 *
 * @param regex in RE2's syntax, found anywhere unless {@code ^} and {@code $} say otherwise; {@code
 *     (?i)} before it ignores case, {@code (?s)} lets a dot stand for line feeds
 * @param score of an answer that breaks it; absent: the violationScore
 */
public record FormatPattern(
    @Required @Length(max = 512) String regex, @Nullable @Range(min = 0, max = 1) Double score) {}
