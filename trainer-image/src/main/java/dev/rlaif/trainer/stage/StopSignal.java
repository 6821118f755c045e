package dev.rlaif.trainer.stage;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * Whether a person or a cluster asked the stage to stop; polled wherever a stage waits or loops.
 */
@FunctionalInterface
public interface StopSignal {
  StopSignal NEVER = () -> false;

  boolean isAsked();

  /**
   * Goes on only if nobody asked to stop.
   *
   * @throws Stopped if somebody did
   */
  default void check() {
    if (isAsked()) {
      throw new Stopped();
    }
  }

  /**
   * Waits for a result, but not past being asked to stop.
   *
   * @throws Stopped if somebody asked to stop before the result was there
   */
  default <T> T await(CompletableFuture<T> result) {
    while (!result.isDone()) {
      check();
      try {
        return result.get(100, TimeUnit.MILLISECONDS);
      } catch (TimeoutException notYet) {
        continue;
      } catch (ExecutionException failed) {
        break;
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        throw new Stopped();
      }
    }
    return result.join();
  }
}
