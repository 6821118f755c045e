package dev.rlaif.trainer.serve;

import dev.rlaif.trainer.rollout.AnswerBatch;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The one thread that generates. Between two tokens it takes in what waits, and lets go of what is
 * complete or whose client left.
 */
final class Scheduler implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(Scheduler.class);

  /** Weight of the newest answer in the mean of their durations. */
  private static final double NEWEST = 0.2;

  /** What a prompt is read in takes tens of milliseconds, and one that comes later waits for it. */
  private static final Duration TOGETHER = Duration.ofMillis(10);

  private final AnswerEngine engine;
  private final ServeMetrics metrics;
  private final ServeLimits limits;
  private final Duration grace;
  private final WaitingAnswers waiting;
  private final Thread thread;
  private final List<AnswerRow> running = new CopyOnWriteArrayList<>();
  private volatile double secondsPerAnswer = 1;

  Scheduler(AnswerEngine engine, ServeSettings settings, ServeMetrics metrics) {
    this.engine = engine;
    this.metrics = metrics;
    this.limits = settings.limits();
    this.grace = settings.times().stopGrace();
    this.waiting = new WaitingAnswers(limits.maxWaiting(), TOGETHER);
    this.thread = new Thread(this::work, "generate");
    this.thread.setDaemon(true);
    metrics.watch(running::size, waiting::size);
  }

  void start() {
    thread.start();
  }

  boolean alive() {
    return thread.isAlive();
  }

  /**
   * Says that an answer will be submitted in a moment, or not: those that come together are then
   * begun together.
   *
   * @return to be called as soon as it was; more than once is once
   */
  Runnable expect() {
    return waiting.expect();
  }

  /** Queues all rows of an answer, or throws what the client is told. */
  void submit(RunningAnswer answer) {
    switch (waiting.add(answer.rows())) {
      case ADMITTED -> {}
      case FULL ->
          throw ApiError.overloaded(
              waiting.size() + " answers wait already: try again later", retryAfter());
      case CLOSED -> throw ApiError.unavailable("the server is stopping");
    }
  }

  /** When there will probably be room. */
  Duration retryAfter() {
    double rounds = 1 + (double) waiting.size() / limits.maxRows();
    return Duration.ofMillis((long) (1000 * secondsPerAnswer * rounds));
  }

  /**
   * Refuses new answers, lets running and waiting ones end in the grace period, cancels the rest.
   */
  @Override
  public void close() {
    waiting.close();
    try {
      thread.join(Math.max(1, grace.toMillis()));
      ApiError stopped = ApiError.unavailable("the server stopped");
      failed(running, stopped);
      failed(waiting.drain(), stopped);
      running.forEach(AnswerRow::cancel);
      thread.join(1000);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private void work() {
    try (AnswerBatch batch = engine.newBatch(limits.maxRows(), limits.prefixBytes())) {
      while (!running.isEmpty() || waiting.await()) {
        round(batch);
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

  private void round(AnswerBatch batch) {
    try {
      waiting.take(row -> admit(batch, row));
      batch.step();
    } catch (RuntimeException e) {
      LOG.error("{} answers in the making failed", running.size(), e);
      failed(running, ApiError.internal());
      batch.clear();
    }
    for (AnswerRow row : running) {
      if (row.isOver()) {
        running.remove(row);
        measure(row);
      }
    }
  }

  private boolean admit(AnswerBatch batch, AnswerRow row) {
    boolean admitted = batch.admits(row.generation());
    if (admitted) {
      batch.add(row.generation());
      running.add(row);
      metrics.queued(row.answer().elapsed());
    }
    return admitted;
  }

  private void measure(AnswerRow row) {
    double seconds = row.answer().elapsed().toMillis() / 1000.0;
    secondsPerAnswer += NEWEST * (seconds - secondsPerAnswer);
  }

  private static void failed(List<AnswerRow> rows, ApiError error) {
    rows.forEach(row -> row.fail(error));
  }
}
