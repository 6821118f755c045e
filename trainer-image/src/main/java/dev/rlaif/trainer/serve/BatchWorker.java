package dev.rlaif.trainer.serve;

import dev.rlaif.trainer.rollout.GenerationRequest;
import dev.rlaif.trainer.rollout.TokenChances;
import dev.rlaif.trainer.rollout.TokenListener;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The one thread that generates: takes what waits as a batch, again and again. */
final class BatchWorker implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(BatchWorker.class);

  private final ServeMetrics metrics;
  private final Duration grace;
  private final WaitingRows waiting;
  private final Thread thread;
  private volatile List<AnswerRow> running = List.of();
  private volatile Duration lastBatch = Duration.ofSeconds(1);

  BatchWorker(ServeSettings settings, ServeMetrics metrics) {
    this.metrics = metrics;
    this.grace = settings.stopGrace();
    this.waiting = new WaitingRows(settings);
    this.thread = new Thread(this::work, "generate");
    this.thread.setDaemon(true);
    metrics.watchQueue(waiting::size);
  }

  void start() {
    thread.start();
  }

  boolean alive() {
    return thread.isAlive();
  }

  /** Queues all of them, or throws what the client is told. */
  void submit(List<AnswerRow> rows) {
    switch (waiting.add(rows)) {
      case ADMITTED -> {}
      case FULL ->
          throw ApiError.overloaded(
              waiting.size() + " answers wait already: try again later", lastBatch);
      case CLOSED -> throw ApiError.unavailable("the server is stopping");
    }
  }

  /**
   * Refuses new answers, lets running and waiting ones end in the grace period, cancels the rest.
   */
  @Override
  public void close() {
    waiting.close();
    try {
      thread.join(grace.toMillis());
      running.forEach(AnswerRow::cancel);
      failed(running, ApiError.unavailable("the server stopped"));
      failed(waiting.drain(), ApiError.unavailable("the server stopped"));
      thread.join(1000);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private void work() {
    try {
      for (var rows = waiting.takeBatch(); !rows.isEmpty(); rows = waiting.takeBatch()) {
        running = rows;
        generate(rows);
        running = List.of();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } finally {
      // an Error ends the thread: nobody may wait for it, and /healthz says so
      waiting.close();
      failed(running, ApiError.internal());
      failed(waiting.drain(), ApiError.internal());
    }
  }

  private void generate(List<AnswerRow> rows) {
    metrics.batch(rows.size());
    long start = System.nanoTime();
    List<GenerationRequest> requests = new ArrayList<>();
    for (AnswerRow row : rows) {
      requests.add(row.generation(requests.size()));
    }
    try {
      rows.get(0)
          .key()
          .engine()
          .generate(
              requests,
              AnswerRow.sampling(rows),
              completion -> rows.get(completion.index()).finished(completion),
              new Listener(rows));
    } catch (RuntimeException e) {
      LOG.error("a batch of {} answers failed", rows.size(), e);
      failed(rows, ApiError.internal());
    }
    lastBatch = Duration.ofNanos(System.nanoTime() - start);
  }

  private record Listener(List<AnswerRow> rows) implements TokenListener {
    @Override
    public boolean token(int index, int tokenId) {
      return rows.get(index).token(tokenId);
    }

    @Override
    public int wantedChances(int index) {
      return rows.get(index).wantedChances();
    }

    @Override
    public void chances(int index, TokenChances chances) {
      rows.get(index).chances(chances);
    }
  }

  private static void failed(List<AnswerRow> rows, ApiError error) {
    rows.forEach(row -> row.fail(error));
  }
}
