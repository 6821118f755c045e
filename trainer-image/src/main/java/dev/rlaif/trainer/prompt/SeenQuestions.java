package dev.rlaif.trainer.prompt;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Questions that were kept, none of them nearly the same as another. */
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
  private final List<Integer> gramCounts = new ArrayList<>();
  private final Map<String, List<Integer>> keptByGram = new HashMap<>();

  /** Keeps the question if it is new. */
  Novelty offer(NormalisedQuestion question) {
    if (texts.contains(question.text())) {
      return Novelty.DUPLICATE;
    }
    Set<String> grams = question.grams();
    if (nearest(grams) >= NEAR) {
      return Novelty.NEAR_DUPLICATE;
    }
    texts.add(question.text());
    int number = gramCounts.size();
    gramCounts.add(grams.size());
    grams.forEach(gram -> keptByGram.computeIfAbsent(gram, g -> new ArrayList<>()).add(number));
    return Novelty.NEW;
  }

  private double nearest(Set<String> grams) {
    Map<Integer, Integer> common = new HashMap<>();
    for (String gram : grams) {
      for (int kept : keptByGram.getOrDefault(gram, List.of())) {
        common.merge(kept, 1, Integer::sum);
      }
    }
    return common.entrySet().stream()
        .mapToDouble(
            e -> (double) e.getValue() / (grams.size() + gramCounts.get(e.getKey()) - e.getValue()))
        .max()
        .orElse(0);
  }
}
