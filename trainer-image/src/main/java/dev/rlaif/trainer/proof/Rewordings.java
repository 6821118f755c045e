package dev.rlaif.trainer.proof;

import java.util.ArrayList;
import java.util.List;

/**
 * How a judge's verdict holds when the same is put differently.
 *
 * @param compared answers with a score in both wordings
 * @param flips of them that changed the side of the threshold
 * @param kinds the same for each way of putting it differently
 */
public record Rewordings(int compared, int flips, List<Kind> kinds) {

  /**
   * One way of putting it differently.
   *
   * @param shift mean of the score in other words minus the score as it was; 0 if none compares
   */
  public record Kind(String name, int compared, int flips, double shift) {}

  /**
   * Scores of an answer.
   *
   * @param reworded in other words; absent scores are left out before
   */
  record Pair(Rewording rewording, double original, double reworded) {
    boolean flips(double threshold) {
      return original >= threshold != reworded >= threshold;
    }
  }

  static Rewordings of(List<Pair> pairs, double threshold) {
    List<Kind> kinds = new ArrayList<>();
    for (Rewording rewording : Rewording.values()) {
      List<Pair> here = pairs.stream().filter(pair -> pair.rewording() == rewording).toList();
      if (!here.isEmpty()) {
        double shift =
            here.stream()
                .mapToDouble(pair -> pair.reworded() - pair.original())
                .average()
                .orElse(0);
        kinds.add(new Kind(rewording.title(), here.size(), flips(here, threshold), shift));
      }
    }
    return new Rewordings(pairs.size(), flips(pairs, threshold), kinds);
  }

  Estimate flipRate() {
    return Estimate.share(flips, compared);
  }

  private static int flips(List<Pair> pairs, double threshold) {
    return (int) pairs.stream().filter(pair -> pair.flips(threshold)).count();
  }
}
