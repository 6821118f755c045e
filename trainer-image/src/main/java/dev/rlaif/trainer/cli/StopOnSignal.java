package dev.rlaif.trainer.cli;

import dev.rlaif.trainer.train.StopSignal;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Ctrl-C or SIGTERM while a stage runs: the stage is asked to stop, gets time to write a
 * checkpoint, and its exit code is kept.
 */
final class StopOnSignal implements StopSignal, AutoCloseable {
  private static final long GRACE_SECONDS = 110;

  private final CountDownLatch ended = new CountDownLatch(1);
  private final AtomicInteger exitCode = new AtomicInteger(75);
  private final Terminal terminal;
  private volatile boolean asked;
  private final Thread hook = new Thread(this::onSignal, "stop-on-signal");

  StopOnSignal(Terminal terminal) {
    this.terminal = terminal;
    Runtime.getRuntime().addShutdownHook(hook);
  }

  @Override
  public boolean isAsked() {
    return asked;
  }

  /** The command is done, with the code that the process should end with. */
  void ended(int code) {
    exitCode.set(code);
    ended.countDown();
  }

  @Override
  public void close() {
    ended.countDown();
    if (!asked) {
      Runtime.getRuntime().removeShutdownHook(hook);
    }
  }

  private void onSignal() {
    asked = true;
    terminal.line("   stopping: a checkpoint is written first");
    try {
      boolean inTime = ended.await(GRACE_SECONDS, TimeUnit.SECONDS);
      Runtime.getRuntime().halt(inTime ? exitCode.get() : 75);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
