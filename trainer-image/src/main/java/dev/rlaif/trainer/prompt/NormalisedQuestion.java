package dev.rlaif.trainer.prompt;

import dev.rlaif.trainer.stage.Fingerprint;
import java.text.Normalizer;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;

/** A question without case, punctuation and differences of space: what counts as the same. */
record NormalisedQuestion(String text) {
  private static final Pattern GAPS = Pattern.compile("[^\\p{L}\\p{M}\\p{N}]+");
  private static final int GRAM = 5;
  private static final int ID_LENGTH = 16;

  static NormalisedQuestion of(String question) {
    String plain = Normalizer.normalize(question, Normalizer.Form.NFKC).toLowerCase(Locale.ROOT);
    return new NormalisedQuestion(GAPS.matcher(plain).replaceAll(" ").strip());
  }

  String id() {
    return Fingerprint.of(text).substring(0, ID_LENGTH);
  }

  /** Order of choice that a seed gives; new questions change nothing between the others. */
  String rank(long seed) {
    return Fingerprint.of(seed + "\n" + text);
  }

  /** Runs of five words; a shorter question is one run. */
  Set<String> grams() {
    List<String> words = List.of(text.split(" "));
    if (words.size() <= GRAM) {
      return Set.of(text);
    }
    Set<String> grams = new HashSet<>();
    for (int i = 0; i + GRAM <= words.size(); i++) {
      grams.add(String.join(" ", words.subList(i, i + GRAM)));
    }
    return grams;
  }
}
