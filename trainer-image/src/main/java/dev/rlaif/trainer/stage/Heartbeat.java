package dev.rlaif.trainer.stage;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Renews a {@link Lease} until closed, and then takes it away. */
public final class Heartbeat implements AutoCloseable {
  /** Between two beats; a reader waits for several before it says that nobody works. */
  public static final Duration INTERVAL = Duration.ofSeconds(3);

  private static final Logger LOG = LoggerFactory.getLogger(Heartbeat.class);

  private final Path file;
  private final CountDownLatch closed = new CountDownLatch(1);
  private final Thread thread = new Thread(this::beat, "heartbeat");
  private boolean told;

  private Heartbeat(Path file) {
    this.file = file;
  }

  /** Says at once, and from now on, that this process works where {@code file} lies. */
  public static Heartbeat start(Path file) {
    var heartbeat = new Heartbeat(file);
    heartbeat.renew(0);
    heartbeat.thread.setDaemon(true);
    heartbeat.thread.start();
    return heartbeat;
  }

  private void beat() {
    try {
      for (long beat = 1; !closed.await(INTERVAL.toMillis(), TimeUnit.MILLISECONDS); beat++) {
        renew(beat);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /** Who works must not fail because he cannot say so. */
  private void renew(long beat) {
    try {
      Lease.ofThisProcess(beat).write(file);
    } catch (StageFailure unwritable) {
      if (!told) {
        LOG.warn("pages of the run may say that nobody works on it: {}", unwritable.getMessage());
        told = true;
      }
    }
  }

  @Override
  public void close() {
    closed.countDown();
    try {
      thread.join();
      Files.deleteIfExists(file);
    } catch (IOException e) {
      LOG.warn("{} cannot be deleted: {}", file, e.toString());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
