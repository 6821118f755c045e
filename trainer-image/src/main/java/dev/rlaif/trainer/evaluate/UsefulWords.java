package dev.rlaif.trainer.evaluate;

import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * Tells whether an answer helps at all: it names one of these words, whole, in any case. A policy
 * that is only punished for bad words learns to name nothing.
 */
public final class UsefulWords {
  private final Pattern anyWord;

  /**
   * @param words at least one; several words in one entry match with any white space between them
   */
  public UsefulWords(List<String> words) {
    if (words.isEmpty()) {
      throw new IllegalArgumentException("useful words are empty: name at least one");
    }
    String alternatives =
        words.stream()
            .map(
                word ->
                    Pattern.compile("\\s+")
                        .splitAsStream(word.strip())
                        .map(Pattern::quote)
                        .collect(Collectors.joining("\\s+")))
            .collect(Collectors.joining("|"));
    anyWord =
        Pattern.compile(
            "(?<![\\p{L}\\p{N}_])(?:" + alternatives + ")(?![\\p{L}\\p{N}_])",
            Pattern.CASE_INSENSITIVE | Pattern.UNICODE_CASE);
  }

  public boolean namedIn(String answer) {
    return anyWord.matcher(answer).find();
  }
}
