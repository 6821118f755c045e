package dev.rlaif.trainer.run;

import dev.rlaif.trainer.stage.StageFailure;
import dev.rlaif.trainer.stage.StopSignal;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/**
 * Ctrl-C or SIGTERM while a stage runs: the stage is asked to stop, gets time to keep what it has,
 * and its exit code is kept.
 */
public final class StopOnSignal implements StopSignal, AutoCloseable {
  private final CountDownLatch ended = new CountDownLatch(1);
  private final Duration grace;
  private final Consumer<String> says;
  private final Runnable atSignal;
  private volatile boolean asked;
  private final Thread hook = new Thread(this::onSignal, "stop-on-signal");

  /**
   * Listens from now on.
   *
   * @param grace after which the process ends, however far the stage is
   * @param says hears, for people, what happens
   * @param atSignal done first when the signal comes
   */
  public StopOnSignal(Duration grace, Consumer<String> says, Runnable atSignal) {
    this.grace = grace;
    this.says = says;
    this.atSignal = atSignal;
    Runtime.getRuntime().addShutdownHook(hook);
  }

  @Override
  public boolean isAsked() {
    return asked;
  }

  /**
   * The stage came to its end, whichever. Once a signal came the process ends here, so that the
   * exit code is the stage's; else nothing is done.
   */
  public void exit(int code) {
    if (asked) {
      Runtime.getRuntime().halt(code);
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
    atSignal.run();
    says.accept("stopping: what there is is kept first");
    try {
      if (!ended.await(grace.toMillis(), TimeUnit.MILLISECONDS)) {
        says.accept("no end within %d s; what was kept before stands".formatted(grace.toSeconds()));
      }
      Runtime.getRuntime().halt(StageFailure.Exit.INTERRUPTED.code());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
