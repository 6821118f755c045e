package dev.rlaif.trainer.page;

import dev.rlaif.plan.RunPlan;
import dev.rlaif.trainer.judge.WordlistRules;
import dev.rlaif.trainer.stage.Sources;
import dev.rlaif.trainer.stage.StageFailure;
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

  /** Marks what the word list of a run's judge forbids; nothing where it has none at hand. */
  public static MarkedWords of(RunPlan plan, Sources sources) {
    try {
      return WordlistRules.of(plan.judge().spec(), sources).map(MarkedWords::of).orElse(NONE);
    } catch (StageFailure notHere) {
      return NONE; // a run that was made elsewhere is shown all the same
    }
  }

  /** Marks what these rules forbid. */
  public static MarkedWords of(WordlistRules rules) {
    return new MarkedWords(anyOf(rules.forbid(), rules), anyOf(rules.except(), rules));
  }

  /** Where forbidden words stand in a text: start and end of each in UTF-16 units, ascending. */
  List<int[]> in(String text) {
    List<MatchResult> harmless = excepted.matcher(text).results().toList();
    return forbidden
        .matcher(text)
        .results()
        .filter(
            word ->
                harmless.stream()
                    .noneMatch(good -> good.start() <= word.start() && word.end() <= good.end()))
        .map(word -> new int[] {word.start(), word.end()})
        .toList();
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
