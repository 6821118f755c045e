package dev.rlaif.trainer.chat;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;

/** As many conversations at once as there are lanes; the others wait in order. */
final class Lanes implements AutoCloseable {
  private static final AtomicInteger COUNT = new AtomicInteger();

  private final ThreadPoolExecutor threads;

  Lanes(int count) {
    threads =
        new ThreadPoolExecutor(
            count, count, 10, TimeUnit.SECONDS, new LinkedBlockingQueue<>(), Lanes::daemon);
    threads.allowCoreThreadTimeOut(true);
  }

  private static Thread daemon(Runnable work) {
    Thread thread = new Thread(work, "chat-" + COUNT.incrementAndGet());
    thread.setDaemon(true);
    return thread;
  }

  /** Runs the work in a lane; if the lanes close before its turn, the result is the other one. */
  <T> CompletableFuture<T> run(Supplier<T> work, Supplier<T> whenClosed) {
    var waiting = new Waiting<>(work, whenClosed, new CompletableFuture<>());
    threads.execute(waiting);
    return waiting.result;
  }

  private record Waiting<T>(Supplier<T> work, Supplier<T> whenClosed, CompletableFuture<T> result)
      implements Runnable {

    @Override
    public void run() {
      try {
        result.complete(work.get());
      } catch (RuntimeException | Error e) {
        result.completeExceptionally(e);
      }
    }

    void dismiss() {
      result.complete(whenClosed.get());
    }
  }

  @Override
  public void close() {
    for (Runnable waiting : threads.shutdownNow()) {
      ((Waiting<?>) waiting).dismiss();
    }
  }
}
