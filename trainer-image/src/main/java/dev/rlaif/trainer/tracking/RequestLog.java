package dev.rlaif.trainer.tracking;

import dev.rlaif.trainer.stage.StageFailure;
import dev.rlaif.trainer.table.DeltaTable;
import dev.rlaif.trainer.table.copy.TableCopier;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.UnaryOperator;

/**
 * Requests to a served model with their answers, a sample of them, in a Delta table. Answers never
 * wait for it: redaction and writing are a thread's own affair, and what it cannot keep up with, or
 * write, is left out and counted.
 */
public final class RequestLog implements AutoCloseable {
  private static final int ROWS_OF_A_COMMIT = 2000;
  private static final long CHARACTERS_IN_MEMORY = 16L << 20;

  private final DeltaTable<LoggedRequest> table;
  private final Path folder;
  private final double sample;
  private final UnaryOperator<String> redaction;
  private final Duration every;
  private final Consumer<String> notes;
  private final Optional<TableCopier> copy;
  private final Thread writer = new Thread(this::write, "request-log");

  private final List<LoggedRequest> waiting = new ArrayList<>();
  private long characters;
  private long leftOut;
  private boolean closing;

  private RequestLog(
      Path folder,
      double sample,
      UnaryOperator<String> redaction,
      Duration every,
      Consumer<String> notes,
      Optional<TableCopier> copy) {
    this.table = new DeltaTable<>(folder, LoggedRequest.SHAPE);
    this.folder = folder;
    this.sample = sample;
    this.redaction = redaction;
    this.every = every;
    this.notes = notes;
    this.copy = copy;
  }

  /**
   * Opens a log; its table is made by the first requests.
   *
   * @param sample share of the requests that are kept, 0 to 1
   * @param redaction of requests and answers, before they are written
   * @param every how long requests wait for others to be written with
   * @param notes for people, from any thread
   * @param copy of the table, which is closed with the log
   */
  public static RequestLog open(
      Path folder,
      double sample,
      UnaryOperator<String> redaction,
      Duration every,
      Consumer<String> notes,
      Optional<TableCopier> copy) {
    if (!(sample >= 0 && sample <= 1)) {
      throw StageFailure.wrong("--log-sample " + sample + ": give a share from 0 to 1");
    }
    RequestLog log = new RequestLog(folder, sample, redaction, every, notes, copy);
    log.writer.start();
    return log;
  }

  /** Takes a request, or leaves it out; never waits. */
  public void offer(LoggedRequest request) {
    if (ThreadLocalRandom.current().nextDouble() >= sample) {
      return;
    }
    synchronized (this) {
      if (closing || characters + request.size() > CHARACTERS_IN_MEMORY) {
        leftOut++;
        return;
      }
      waiting.add(request);
      characters += request.size();
      if (waiting.size() >= ROWS_OF_A_COMMIT) {
        notifyAll();
      }
    }
  }

  /** Requests of the sample that are not in the table, and will not be. */
  public synchronized long leftOut() {
    return leftOut;
  }

  /** Writes what is there. */
  @Override
  public void close() {
    synchronized (this) {
      closing = true;
      notifyAll();
    }
    try {
      writer.join();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    copy.ifPresent(TableCopier::close);
    if (leftOut() > 0) {
      notes.accept("note: " + leftOut() + " requests were left out of " + folder);
    }
  }

  private void write() {
    try {
      boolean more = true;
      while (more) {
        more = await();
        List<LoggedRequest> rows = take();
        if (!rows.isEmpty()) {
          append(rows);
        }
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /** Whether there may be more after what is there now. */
  private synchronized boolean await() throws InterruptedException {
    long deadline = System.nanoTime() + every.toNanos();
    long left = every.toNanos();
    while (!closing && left > 0 && waiting.size() < ROWS_OF_A_COMMIT) {
      TimeUnit.NANOSECONDS.timedWait(this, left);
      left = deadline - System.nanoTime();
    }
    return !closing;
  }

  private synchronized List<LoggedRequest> take() {
    List<LoggedRequest> rows = List.copyOf(waiting);
    waiting.clear();
    characters = 0;
    return rows;
  }

  private void append(List<LoggedRequest> rows) {
    try {
      table.append(rows.stream().map(row -> row.redacted(redaction)).toList());
      copy.ifPresent(TableCopier::follow);
    } catch (RuntimeException e) {
      synchronized (this) {
        leftOut += rows.size();
      }
      notes.accept("warning: " + rows.size() + " requests were not logged: " + e.getMessage());
    }
  }
}
