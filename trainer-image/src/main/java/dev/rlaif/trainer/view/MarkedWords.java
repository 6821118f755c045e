package dev.rlaif.trainer.view;

import static dev.rlaif.trainer.view.Tag.tag;

import dev.rlaif.trainer.judge.WordlistRules;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * Marks forbidden words in answers, as the word list judge sees them: hyphens count as spaces, and
 * what stands inside a phrase that is excepted is not marked.
 */
public final class MarkedWords {
  /** Matches nothing. */
  private static final Pattern NOTHING = Pattern.compile("(?!)");

  /** Marks nothing; for judges without a word list. */
  public static final MarkedWords NONE = new MarkedWords(NOTHING, NOTHING);

  private final Pattern forbidden;
  private final Pattern excepted;

  private MarkedWords(Pattern forbidden, Pattern excepted) {
    this.forbidden = forbidden;
    this.excepted = excepted;
  }

  /** Marks what these rules forbid. */
  public static MarkedWords of(WordlistRules rules) {
    return new MarkedWords(anyOf(rules.forbid(), rules), anyOf(rules.except(), rules));
  }

  /** The answer as a paragraph. */
  Tag answer(String text) {
    Tag paragraph = tag("p").style("answer").set("dir", "auto");
    List<MatchResult> harmless = excepted.matcher(text).results().toList();
    int from = 0;
    for (MatchResult match : forbidden.matcher(text).results().toList()) {
      if (harmless.stream()
          .noneMatch(good -> good.start() <= match.start() && match.end() <= good.end())) {
        paragraph
            .text(text.substring(from, match.start()))
            .add(tag("mark", match.group()).set("title", "forbidden"));
        from = match.end();
      }
    }
    return paragraph.text(text.substring(from));
  }

  private static Pattern anyOf(List<String> phrases, WordlistRules rules) {
    List<String> longestFirst = new ArrayList<>(phrases);
    longestFirst.removeIf(String::isBlank);
    if (longestFirst.isEmpty()) {
      return NOTHING;
    }
    longestFirst.sort(Comparator.comparingInt(String::length).reversed());
    String alternatives =
        longestFirst.stream().map(MarkedWords::phrase).collect(Collectors.joining("|"));
    return Pattern.compile(
        rules.wholeWords()
            ? "(?<![\\p{L}\\p{N}])(?:" + alternatives + ")(?![\\p{L}\\p{N}])"
            : alternatives,
        rules.caseSensitive() ? 0 : Pattern.CASE_INSENSITIVE | Pattern.UNICODE_CASE);
  }

  private static String phrase(String phrase) {
    return Pattern.compile("[^\\p{L}\\p{N}]+")
        .splitAsStream(phrase.strip())
        .filter(word -> !word.isEmpty())
        .map(Pattern::quote)
        .collect(Collectors.joining("[^\\p{L}\\p{N}]+"));
  }
}
