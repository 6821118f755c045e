package dev.rlaif.trainer.train;

import java.util.ArrayList;
import java.util.List;

/** Splits of a batch. */
final class Batches {
  private Batches() {}

  /** Consecutive pieces of {@code size}; the last may be shorter. */
  static <T> List<List<T>> split(List<T> all, int size) {
    List<List<T>> pieces = new ArrayList<>();
    for (int start = 0; start < all.size(); start += size) {
      pieces.add(List.copyOf(all.subList(start, Math.min(all.size(), start + size))));
    }
    return pieces;
  }

  static <T> List<T> flat(List<List<T>> pieces) {
    return pieces.stream().flatMap(List::stream).toList();
  }
}
