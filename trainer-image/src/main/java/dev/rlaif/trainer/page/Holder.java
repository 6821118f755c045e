package dev.rlaif.trainer.page;

import dev.rlaif.trainer.stage.Heartbeat;
import dev.rlaif.trainer.stage.Lease;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.function.LongSupplier;

/**
 * Whether a process works on a workspace: as long as the lease changes that it renews there, by
 * this machine's clock alone. One of this machine is looked up by its number, too, so that its end
 * is seen at once; one of another machine or container cannot be. The workspace's lock is not
 * tried: a run that began in that moment would find its workspace in use.
 */
final class Holder {
  /** A volume of the network may show a change so late, on top of some beats. */
  static final Duration SILENCE = Heartbeat.INTERVAL.multipliedBy(10);

  private final Path file;
  private final LongSupplier nanos;
  private Optional<Lease> seen = Optional.empty();
  private long changed;

  /**
   * @param nanos a clock that only goes forward
   */
  Holder(Path file, LongSupplier nanos) {
    this.file = file;
    this.nanos = nanos;
  }

  /** Looks again; a lease that is seen for the first time counts as just renewed. */
  boolean works() {
    Optional<Lease> now = Lease.read(file);
    if (!now.equals(seen)) {
      seen = now;
      changed = nanos.getAsLong();
    }
    return now.isPresent() && isRecent() && (!now.get().onThisHost() || lives(now.get()));
  }

  private static boolean lives(Lease lease) {
    return ProcessHandle.of(lease.process()).map(ProcessHandle::isAlive).orElse(false);
  }

  private boolean isRecent() {
    return nanos.getAsLong() - changed < SILENCE.toNanos();
  }
}
