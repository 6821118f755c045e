package dev.rlaif.trainer.validate;

import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * How varied a set of answers is; a policy that found one safe answer gives it to every question.
 *
 * @param duplicateRate share of answers that occur more than once, but for case and white space
 * @param distinct1 different words / all words (Li et al. 2016, arXiv 1510.03055)
 * @param distinct2 different pairs of neighbouring words / all such pairs
 */
public record Diversity(double duplicateRate, double distinct1, double distinct2) {
  private static final Pattern WORD = Pattern.compile("[\\p{L}\\p{N}]+");

  public static Diversity of(List<String> answers) {
    Map<String, Integer> whole = new HashMap<>();
    Set<String> words = new HashSet<>();
    Set<String> pairs = new HashSet<>();
    int wordCount = 0;
    int pairCount = 0;
    for (String answer : answers) {
      String lower = answer.strip().toLowerCase(Locale.ROOT);
      whole.merge(lower.replaceAll("\\s+", " "), 1, Integer::sum);
      String before = "";
      var matcher = WORD.matcher(lower);
      while (matcher.find()) {
        String word = matcher.group();
        words.add(word);
        wordCount++;
        if (!before.isEmpty()) {
          pairs.add(before + ' ' + word);
          pairCount++;
        }
        before = word;
      }
    }
    int repeated = whole.values().stream().filter(n -> n > 1).mapToInt(n -> n).sum();
    return new Diversity(
        answers.isEmpty() ? 0 : (double) repeated / answers.size(),
        share(words.size(), wordCount),
        share(pairs.size(), pairCount));
  }

  private static double share(int distinct, int all) {
    return all == 0 ? 1 : (double) distinct / all;
  }
}
