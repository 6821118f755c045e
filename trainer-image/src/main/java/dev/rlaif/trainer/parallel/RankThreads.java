package dev.rlaif.trainer.parallel;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/** Ranks with a thread each, on which alone they are used: an engine's settings are a thread's. */
final class RankThreads implements AutoCloseable {
  private final List<Rank> ranks;
  private final List<ExecutorService> threads = new ArrayList<>();

  /**
   * @param ranks closed with this, rank 0 first
   */
  RankThreads(List<? extends Rank> ranks) {
    this.ranks = List.copyOf(ranks);
    for (int i = 0; i < ranks.size(); i++) {
      String name = "rank-" + i;
      threads.add(
          Executors.newSingleThreadExecutor(
              work -> {
                Thread thread = new Thread(work, name);
                thread.setDaemon(true);
                return thread;
              }));
    }
    onEach(
        (number, rank) -> {
          rank.begin();
          return number;
        });
  }

  int size() {
    return ranks.size();
  }

  /** Work of one rank by its number. */
  interface Work<T> {
    T of(int number, Rank rank);
  }

  /**
   * Has every rank do something and waits for all of them.
   *
   * @return results by rank; what the first rank that failed threw is thrown again
   */
  <T> List<T> onEach(Work<T> work) {
    return results(begin(work));
  }

  /** Has every rank begin with something. */
  <T> List<CompletableFuture<T>> begin(Work<T> work) {
    List<CompletableFuture<T>> begun = new ArrayList<>();
    for (int i = 0; i < ranks.size(); i++) {
      int number = i;
      begun.add(
          CompletableFuture.supplyAsync(
              () -> work.of(number, ranks.get(number)), threads.get(number)));
    }
    return begun;
  }

  /** Results when all have ended, well or badly: nobody works on when this returns. */
  static <T> List<T> results(List<CompletableFuture<T>> begun) {
    CompletableFuture.allOf(begun.toArray(CompletableFuture<?>[]::new))
        .exceptionally(failed -> null)
        .join();
    return begun.stream().map(RankThreads::result).toList();
  }

  private static <T> T result(CompletableFuture<T> ended) {
    try {
      return ended.join();
    } catch (CompletionException failed) {
      Throwable cause = failed.getCause();
      if (cause instanceof Error error) {
        throw error;
      }
      throw cause instanceof RuntimeException known ? known : failed;
    }
  }

  /** As {@link #onEach}, of rank 0 alone. */
  <T> T onFirst(Callable<T> work) {
    return result(
        CompletableFuture.supplyAsync(
            () -> {
              try {
                return work.call();
              } catch (RuntimeException known) {
                throw known;
              } catch (Exception checked) {
                throw new IllegalStateException(checked);
              }
            },
            threads.get(0)));
  }

  @Override
  public void close() {
    var closed =
        begin(
            (number, rank) -> {
              rank.close();
              return number;
            });
    threads.forEach(ExecutorService::shutdown);
    results(closed);
  }
}
