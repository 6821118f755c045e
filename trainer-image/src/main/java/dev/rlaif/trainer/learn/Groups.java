package dev.rlaif.trainer.learn;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/** Answers to the same prompt, in order of first appearance. */
final class Groups {
  private Groups() {}

  /** Groups with at least two scored answers: with fewer there is nothing to compare. */
  static List<List<ScoredRollout>> comparable(List<ScoredRollout> batch) {
    Map<Integer, List<ScoredRollout>> groups =
        batch.stream()
            .collect(
                Collectors.groupingBy(
                    ScoredRollout::group, LinkedHashMap::new, Collectors.toList()));
    return groups.values().stream().filter(group -> group.size() > 1).toList();
  }

  static double[] scores(List<ScoredRollout> group) {
    return group.stream().mapToDouble(ScoredRollout::score).toArray();
  }
}
