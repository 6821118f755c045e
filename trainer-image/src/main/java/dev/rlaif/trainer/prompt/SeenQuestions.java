package dev.rlaif.trainer.prompt;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Questions that were kept, none of them nearly the same as another. The index is exact: it finds
 * every near-duplicate, with the prefix filter of set similarity joins (Bayardo, Ma, Srikant:
 * Scaling up all pairs similarity search, 2007) instead of the estimates of MinHash.
 */
final class SeenQuestions {
  /** Share of common word 5-grams (Jaccard) from which on two questions count as the same. */
  static final double NEAR = 0.7;

  /** What a question is to those that were kept before. */
  enum Novelty {
    NEW,
    DUPLICATE,
    NEAR_DUPLICATE
  }

  private final Set<String> texts = new HashSet<>();
  private final List<Set<String>> keptGrams = new ArrayList<>();
  private final Map<String, List<Integer>> keptByGram = new HashMap<>();

  /** Keeps the question if it is new. */
  Novelty offer(NormalisedQuestion question) {
    Set<String> grams = question.grams();
    Novelty novelty = novelty(question, grams);
    if (novelty == Novelty.NEW) {
      texts.add(question.text());
      int number = keptGrams.size();
      keptGrams.add(grams);
      grams.forEach(gram -> keptByGram.computeIfAbsent(gram, g -> new ArrayList<>()).add(number));
    }
    return novelty;
  }

  /** What the question is to those that were kept; nothing is kept. */
  Novelty novelty(NormalisedQuestion question) {
    return novelty(question, question.grams());
  }

  private Novelty novelty(NormalisedQuestion question, Set<String> grams) {
    if (texts.contains(question.text())) {
      return Novelty.DUPLICATE;
    }
    return nearest(grams) >= NEAR ? Novelty.NEAR_DUPLICATE : Novelty.NEW;
  }

  /**
   * The largest share of common 5-grams. A question that shares enough of n 5-grams has at least
   * one of any {@code n - ceil(NEAR n) + 1} of them: looking up the rarest finds every such
   * question.
   */
  private double nearest(Set<String> grams) {
    int lookUps = grams.size() - (int) Math.ceil(NEAR * grams.size()) + 1;
    return grams.stream()
        .map(gram -> keptByGram.getOrDefault(gram, List.of()))
        .sorted(Comparator.comparingInt(List::size))
        .limit(lookUps)
        .flatMap(List::stream)
        .distinct()
        .mapToDouble(kept -> jaccard(grams, keptGrams.get(kept)))
        .max()
        .orElse(0);
  }

  private static double jaccard(Set<String> a, Set<String> b) {
    long common = a.stream().filter(b::contains).count();
    return (double) common / (a.size() + b.size() - common);
  }
}
