package dev.rlaif.operator.run;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/** When to look at a run again though nothing happened: the earliest of all wishes. */
final class Timetable {
  private final Instant now;
  private Optional<Duration> earliest = Optional.empty();

  Timetable(Instant now) {
    this.now = now;
  }

  void after(Duration wish) {
    earliest = Optional.of(earliest.filter(known -> known.compareTo(wish) < 0).orElse(wish));
  }

  /** At once, if that is past. */
  void at(Instant time) {
    Duration wait = Duration.between(now, time);
    after(wait.isNegative() ? Duration.ZERO : wait);
  }

  Optional<Duration> earliest() {
    return earliest;
  }
}
