package dev.rlaif.trainer.evaluate;

import dev.rlaif.api.v1alpha1.Scale;
import dev.rlaif.trainer.judge.WordlistJudge;
import dev.rlaif.trainer.judge.WordlistRules;
import java.util.List;

/**
 * Tells whether an answer helps at all: it names one of these words, as the word list judge finds
 * what it requires. A policy that is only punished for bad words learns to name nothing.
 */
public final class UsefulWords {
  private final WordlistJudge finder;

  /**
   * @param words or phrases, at least one
   */
  public UsefulWords(List<String> words) {
    if (words.isEmpty()) {
      throw new IllegalArgumentException("useful words are empty: name at least one");
    }
    var rules = new WordlistRules(List.of(), words, List.of(), 0, null, false, false, true);
    finder = new WordlistJudge(rules, new Scale(0.0, 1.0));
  }

  public boolean namedIn(String answer) {
    return finder.namesRequired(answer);
  }
}
