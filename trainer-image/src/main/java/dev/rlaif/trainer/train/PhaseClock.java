package dev.rlaif.trainer.train;

import java.util.HashMap;
import java.util.Map;

/** Seconds of the phases of a step. */
final class PhaseClock {
  private final long start = System.nanoTime();
  private final Map<String, Double> seconds = new HashMap<>();
  private long last = start;

  /** Ends a phase; the next begins. */
  void mark(String phase) {
    long now = System.nanoTime();
    seconds.merge(phase, (now - last) / 1e9, Double::sum);
    last = now;
  }

  double seconds(String phase) {
    return seconds.getOrDefault(phase, 0.0);
  }

  double totalSeconds() {
    return (last - start) / 1e9;
  }
}
