package dev.rlaif.api.v1alpha1;

import static java.util.Objects.requireNonNullElse;

import dev.rlaif.api.schema.Items;
import dev.rlaif.api.schema.Range;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A judge of an answer's form. An answer that keeps every rule has the scale's maximum, any other
 * the lowest score among the rules that it breaks.
 *
 * @param minWords fewest words; default 0
 * @param maxWords most words; absent: no limit
 * @param mustEnd an answer that was cut off breaks a rule; default true
 * @param mustMatch what has to be found in the answer
 * @param mustNotMatch what must not be found in the answer
 * @param violationScore of a broken rule that names no score of its own; default 0.25
 */
public record Format(
    @Range(min = 0, max = 10000) Integer minWords,
    @Nullable @Range(min = 1, max = 10000) Integer maxWords,
    Boolean mustEnd,
    @Items(max = 32) List<FormatPattern> mustMatch,
    @Items(max = 32) List<FormatPattern> mustNotMatch,
    @Range(min = 0, max = 1) Double violationScore) {

  public Format {
    minWords = requireNonNullElse(minWords, 0);
    mustEnd = requireNonNullElse(mustEnd, true);
    mustMatch = List.copyOf(requireNonNullElse(mustMatch, List.of()));
    mustNotMatch = List.copyOf(requireNonNullElse(mustNotMatch, List.of()));
    violationScore = requireNonNullElse(violationScore, 0.25);
  }
}
