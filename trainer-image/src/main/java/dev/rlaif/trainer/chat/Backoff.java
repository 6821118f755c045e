package dev.rlaif.trainer.chat;

import java.time.Duration;
import java.util.Optional;

/** Waits between attempts. */
public final class Backoff {
  private static final int MAX_UNITS = 30;

  private Backoff() {}

  /**
   * Doubles from one unit to thirty, plus up to half as much again, or what the server asks for if
   * that is longer.
   *
   * @param attempt that failed, from 1
   * @param jitter 0 to 1
   */
  public static Duration delay(
      int attempt, Duration unit, double jitter, Optional<Duration> retryAfter) {
    long units = attempt > 5 ? MAX_UNITS : Math.min(1L << (attempt - 1), MAX_UNITS);
    long nanos = (long) (unit.toNanos() * units * (1 + jitter / 2));
    Duration own = Duration.ofNanos(nanos);
    return retryAfter.filter(asked -> asked.compareTo(own) > 0).orElse(own);
  }
}
