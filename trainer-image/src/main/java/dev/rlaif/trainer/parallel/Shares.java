package dev.rlaif.trainer.parallel;

import java.util.ArrayList;
import java.util.List;

/** What each rank gets of a list. */
final class Shares {
  private Shares() {}

  /** Consecutive shares whose sizes differ by one at most; some are empty where there is little. */
  static <T> List<List<T>> of(List<T> all, int ranks) {
    List<List<T>> shares = new ArrayList<>(ranks);
    for (int rank = 0; rank < ranks; rank++) {
      shares.add(all.subList(begin(all, rank, ranks), begin(all, rank + 1, ranks)));
    }
    return shares;
  }

  private static int begin(List<?> all, int rank, int ranks) {
    return (int) ((long) all.size() * rank / ranks);
  }
}
