package dev.rlaif.plan;

import java.util.Optional;

/**
 * A rule as the API server evaluates it, on the schema of one record.
 *
 * @param rule in CEL, over {@code self}
 * @param message what is wrong, and what would do
 * @param fieldPath of the field that is blamed, below the record; empty: the record itself
 */
public record CelRule(String rule, String message, Optional<String> fieldPath) {}
