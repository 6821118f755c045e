package dev.rlaif.trainer.hub;

import dev.rlaif.trainer.chat.Backoff;
import dev.rlaif.trainer.stage.StopSignal;
import dev.rlaif.trainer.stage.Stopped;
import java.io.IOException;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;

/** Tries again what may work another time, with growing waits, until too many brought nothing. */
final class Attempts {
  private static final long NAP_NANOS = 100_000_000;

  private final HubLimits limits;
  private final StopSignal stop;

  /** One try. */
  interface Attempt<T> {
    T run() throws IOException;
  }

  /** How many bytes the tries have brought so far. */
  interface Gain {
    long bytes() throws IOException;
  }

  Attempts(HubLimits limits, StopSignal stop) {
    this.limits = limits;
    this.stop = stop;
  }

  /**
   * The first result.
   *
   * @param gain a try that adds much to it does not count as failed
   * @throws IOException of the last try
   * @throws Stopped if asked to stop
   */
  <T> T persist(Attempt<T> attempt, Gain gain) throws IOException {
    int failed = 0;
    long had = gain.bytes();
    while (true) {
      stop.check();
      try {
        return attempt.run();
      } catch (IOException e) {
        boolean gotOn = gain.bytes() - had >= HubLimits.PROGRESS_BYTES;
        failed = gotOn ? 1 : failed + 1;
        had = gotOn ? gain.bytes() : had;
        if (failed >= limits.attempts()) {
          throw e;
        }
        pause(failed, e);
      }
    }
  }

  private void pause(int failed, IOException e) {
    Optional<Duration> asked =
        e instanceof HubCall.Again again ? again.askedFor() : Optional.empty();
    double jitter = ThreadLocalRandom.current().nextDouble();
    long end =
        System.nanoTime() + Backoff.delay(failed, limits.backoffUnit(), jitter, asked).toNanos();
    try {
      for (long left = end - System.nanoTime(); left > 0; left = end - System.nanoTime()) {
        stop.check();
        TimeUnit.NANOSECONDS.sleep(Math.min(NAP_NANOS, left));
      }
    } catch (InterruptedException interrupted) {
      Thread.currentThread().interrupt();
      throw new Stopped();
    }
  }
}
