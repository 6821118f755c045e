package dev.rlaif.trainer.hub;

import java.time.Duration;

/**
 * How long a download may hang, and how often it is begun again.
 *
 * @param connect until a connection stands
 * @param stall without a byte
 * @param attempts in a row that bring less than {@link #PROGRESS_BYTES}
 * @param backoffUnit of the waits between them
 */
record HubLimits(Duration connect, Duration stall, int attempts, Duration backoffUnit) {
  /** What an attempt must bring to count as getting on. */
  static final long PROGRESS_BYTES = 1 << 20;

  static final HubLimits STANDARD =
      new HubLimits(Duration.ofSeconds(15), Duration.ofSeconds(60), 6, Duration.ofSeconds(1));
}
