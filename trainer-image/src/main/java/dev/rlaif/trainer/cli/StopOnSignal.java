package dev.rlaif.trainer.cli;

import dev.rlaif.trainer.stage.StageFailure;
import dev.rlaif.trainer.train.StopSignal;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/**
 * Ctrl-C or SIGTERM while a stage runs: the stage is asked to stop, gets time to write a
 * checkpoint, and its exit code is kept.
 */
final class StopOnSignal implements StopSignal, AutoCloseable {
  private static final long GRACE_SECONDS = 110;

  private final CountDownLatch ended = new CountDownLatch(1);
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

  /**
   * A stage failed, or stopped as it was asked to. Once a signal came the process ends here, so
   * that the message is out before it does; else nothing is done.
   */
  void failed(StageFailure failure) {
    if (asked) {
      terminal.line("rlaif: " + failure.getMessage());
      Runtime.getRuntime().halt(failure.exit().code());
    }
  }

  @Override
  public void close() {
    ended.countDown();
    try {
      Runtime.getRuntime().removeShutdownHook(hook);
    } catch (IllegalStateException ending) {
      // a signal came, so the hook runs already and ends the process
    }
  }

  private void onSignal() {
    asked = true;
    terminal.line("   stopping: a checkpoint is written first");
    try {
      if (!ended.await(GRACE_SECONDS, TimeUnit.SECONDS)) {
        terminal.line("   no checkpoint within %d s; the last one stands".formatted(GRACE_SECONDS));
      }
      Runtime.getRuntime().halt(StageFailure.Exit.INTERRUPTED.code());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
