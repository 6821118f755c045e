package dev.rlaif.trainer.cli;

import java.time.Duration;
import java.util.Optional;

/**
 * How fast something that is counted gets on.
 *
 * @param from where the count began, after a resume above 0
 * @param beganNanos on the clock of {@link System#nanoTime}
 */
record Pace(long from, long beganNanos) {
  /** Before it a pace is chance. */
  private static final Duration SETTLES = Duration.ofSeconds(2);

  /** Time to go at the mean pace so far; empty as long as nothing can be said. */
  Optional<Duration> left(long done, long of, long nowNanos) {
    Duration elapsed = Duration.ofNanos(nowNanos - beganNanos);
    return done <= from || done >= of || elapsed.compareTo(SETTLES) < 0
        ? Optional.empty()
        : Optional.of(elapsed.multipliedBy(of - done).dividedBy(done - from));
  }

  /** Such as {@code , 0:01:40 left}; empty as long as nothing can be said. */
  String text(long done, long of, long nowNanos) {
    return left(done, of, nowNanos)
        .map(
            left ->
                ", %d:%02d:%02d left"
                    .formatted(left.toHours(), left.toMinutesPart(), left.toSecondsPart()))
        .orElse("");
  }
}
