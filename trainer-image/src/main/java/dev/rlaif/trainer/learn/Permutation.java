package dev.rlaif.trainer.learn;

import java.util.SplittableRandom;

/** Orders that are functions of their key: the same key gives the same order on every machine. */
public final class Permutation {
  private Permutation() {}

  /** The numbers 0 to n-1, shuffled (Fisher-Yates). */
  public static int[] of(int n, long... key) {
    long seed = 0;
    for (long part : key) {
      seed = new SplittableRandom(seed ^ part).nextLong();
    }
    SplittableRandom random = new SplittableRandom(seed);
    int[] order = new int[n];
    for (int i = 0; i < n; i++) {
      int j = random.nextInt(i + 1);
      order[i] = order[j];
      order[j] = i;
    }
    return order;
  }
}
