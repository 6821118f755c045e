package dev.rlaif.trainer.train;

import java.util.ArrayDeque;
import java.util.Deque;

/**
 * Missing scores among the newest answers of this attempt. Too many of them say that the judge is
 * out of order, which no training step can make up for.
 */
final class JudgeErrors {
  static final int WINDOW = 200;

  private final double maxRate;
  private final Deque<Boolean> newest = new ArrayDeque<>();
  private int missing;

  /**
   * @param maxRate largest share of the window that may be missing; 0 to 1
   */
  JudgeErrors(double maxRate) {
    this.maxRate = maxRate;
  }

  void add(boolean isMissing) {
    newest.addLast(isMissing);
    missing += isMissing ? 1 : 0;
    if (newest.size() > WINDOW && newest.removeFirst()) {
      missing--;
    }
  }

  /** Whether the share is too large, even if every answer that the window still lacks had one. */
  boolean areTooMany() {
    return missing > maxRate * WINDOW;
  }

  /** For example {@code 11 of the last 64 answers}. */
  @Override
  public String toString() {
    return missing + " of the last " + newest.size() + " answers";
  }
}
