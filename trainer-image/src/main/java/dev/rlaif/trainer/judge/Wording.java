package dev.rlaif.trainer.judge;

import java.text.Normalizer;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Words of a text with single spaces between and around them: punctuation and hyphens count as
 * spaces, accents do not count, so that "pâté" and "pate" are the same word.
 */
final class Wording {
  private static final Pattern MARKS = Pattern.compile("\\p{M}+");
  private static final Pattern RUNS = Pattern.compile("[\\p{L}\\p{N}\\p{M}]+");
  private static final Pattern GAPS = Pattern.compile("[^\\p{L}\\p{N}]+");

  /** Characters from {@code start} up to, not including, {@code end}. */
  record Span(int start, int end) {
    boolean inside(Span other) {
      return other.start <= start && end <= other.end;
    }
  }

  private final String words;

  private Wording(String words) {
    this.words = words;
  }

  static Wording of(@Nullable String text, boolean caseSensitive) {
    String whole = text == null ? "" : text;
    String plain = MARKS.matcher(Normalizer.normalize(whole, Normalizer.Form.NFKD)).replaceAll("");
    String cased = caseSensitive ? plain : plain.toLowerCase(Locale.ROOT);
    String spaced = GAPS.matcher(cased).replaceAll(" ").strip();
    return new Wording(spaced.isEmpty() ? " " : " " + spaced + " ");
  }

  int count() {
    return count(words);
  }

  /**
   * Characters of the text that these words were made of, up to the end of the word in which an
   * occurrence ends.
   */
  int endIn(String text, Span occurrence) {
    int wanted = count(words.substring(0, occurrence.end).stripTrailing() + " ");
    Matcher runs = RUNS.matcher(text);
    while (runs.find()) {
      if (of(text.substring(0, runs.end()), true).count() >= wanted) {
        return runs.end();
      }
    }
    return text.length();
  }

  private static int count(String spaced) {
    return (int) spaced.chars().filter(c -> c == ' ').count() - 1;
  }

  /** The words without the spaces around them. */
  String plain() {
    return words.strip();
  }

  /** Where a phrase occurs, as whole words or anywhere; an empty phrase occurs nowhere. */
  List<Span> occurrences(Wording phrase, boolean wholeWords) {
    List<Span> spans = new ArrayList<>();
    if (phrase.count() == 0) {
      return spans;
    }
    String wanted = wholeWords ? phrase.words : phrase.plain();
    for (int at = words.indexOf(wanted); at >= 0; at = words.indexOf(wanted, at + 1)) {
      spans.add(new Span(at, at + wanted.length()));
    }
    return spans;
  }
}
