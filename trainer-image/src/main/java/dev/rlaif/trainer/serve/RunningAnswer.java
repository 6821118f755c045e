package dev.rlaif.trainer.serve;

import dev.rlaif.trainer.serve.ReplyShape.Usage;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

/** The rows of one request, and what they have said that the client was not told yet. */
final class RunningAnswer implements AutoCloseable {
  private final BlockingQueue<RowEvent> events = new LinkedBlockingQueue<>();
  private final List<AnswerRow> rows = new ArrayList<>();
  private final ServeMetrics metrics;
  private final int promptTokens;
  private final long start = System.nanoTime();
  private int completionTokens;
  private int open;
  private boolean spoken;

  private RunningAnswer(AnswerRequest request, ServeMetrics metrics) {
    this.metrics = metrics;
    this.promptTokens = request.prompts().stream().mapToInt(prompt -> prompt.length).sum();
    for (int p = 0; p < request.prompts().size(); p++) {
      for (int n = 0; n < request.choices(); n++) {
        int[] promptIds = request.prompts().get(p);
        int maxTokens = request.maxTokens().get(p);
        rows.add(new AnswerRow(request, rows.size(), promptIds, maxTokens, events::add));
      }
    }
    this.open = rows.size();
  }

  /** Queues the request, or throws what the client is told. */
  static RunningAnswer start(AnswerRequest request, BatchWorker worker, ServeMetrics metrics) {
    var running = new RunningAnswer(request, metrics);
    worker.submit(running.rows);
    return running;
  }

  int choices() {
    return rows.size();
  }

  /** Whether all answers are complete. */
  boolean isDone() {
    return open == 0;
  }

  /** What happens next, or nothing if all is silent for this long. */
  Optional<RowEvent> next(Duration patience) throws InterruptedException {
    RowEvent event = events.poll(patience.toMillis(), TimeUnit.MILLISECONDS);
    if (event instanceof RowEvent.Failed failed) {
      throw failed.error();
    }
    if (event instanceof RowEvent.Piece piece && !spoken && !piece.text().isEmpty()) {
      spoken = true;
      metrics.firstToken(elapsed());
    }
    if (event instanceof RowEvent.Done done) {
      completionTokens += done.tokens();
      if (--open == 0) {
        metrics.answered(elapsed(), promptTokens, completionTokens);
      }
    }
    return Optional.ofNullable(event);
  }

  Usage usage() {
    return Usage.of(promptTokens, completionTokens);
  }

  /** Whatever is not complete is not wanted any more. */
  @Override
  public void close() {
    if (!isDone()) {
      rows.forEach(AnswerRow::cancel);
    }
  }

  private Duration elapsed() {
    return Duration.ofNanos(System.nanoTime() - start);
  }
}
