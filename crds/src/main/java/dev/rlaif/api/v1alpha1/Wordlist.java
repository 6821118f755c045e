package dev.rlaif.api.v1alpha1;

import static java.util.Objects.requireNonNullElse;

import dev.rlaif.api.schema.Items;
import dev.rlaif.api.schema.Length;
import dev.rlaif.api.schema.Range;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A judge that looks for words. The words stand here, in a ConfigMap, or in a file; the latter two
 * are YAML with {@code forbid}, {@code require} and {@code except}.
 *
 * @param forbid one of these gives the scale's minimum
 * @param require an answer without any of these stays below the middle
 * @param except phrases in which a forbidden word is harmless
 * @param configMapRef a file as of uri, in a ConfigMap
 * @param uri a file of forbid, require and except in YAML; named as a prompt file
 * @param minWords a shorter answer is useless; default 0
 * @param maxWords a longer answer is useless; absent: no limit
 * @param mustEnd an answer that was cut off is useless; default true
 * @param caseSensitive capital letters matter; default false
 * @param wholeWords parts of words do not count; default true
 * @param uselessScore of an answer that names nothing forbidden and breaks another rule, below the
 *     middle; default 0.25
 */
public record Wordlist(
    @Items(max = 2000, distinct = true) List<@Length(max = 64) String> forbid,
    @Items(max = 2000, distinct = true) List<@Length(max = 64) String> require,
    @Items(max = 2000, distinct = true) List<@Length(max = 128) String> except,
    @Nullable KeyReference configMapRef,
    @Nullable @Length(max = 2048) String uri,
    @Range(min = 0, max = 10000) Integer minWords,
    @Nullable @Range(min = 1, max = 10000) Integer maxWords,
    Boolean mustEnd,
    Boolean caseSensitive,
    Boolean wholeWords,
    @Range(min = 0, max = 0.5, belowMax = true) Double uselessScore) {

  public Wordlist {
    forbid = List.copyOf(requireNonNullElse(forbid, List.of()));
    require = List.copyOf(requireNonNullElse(require, List.of()));
    except = List.copyOf(requireNonNullElse(except, List.of()));
    minWords = requireNonNullElse(minWords, 0);
    mustEnd = requireNonNullElse(mustEnd, true);
    caseSensitive = requireNonNullElse(caseSensitive, false);
    wholeWords = requireNonNullElse(wholeWords, true);
    uselessScore = requireNonNullElse(uselessScore, 0.25);
  }
}
