package dev.rlaif.trainer.page;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;
import org.apache.lucene.util.ThreadInterruptedException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Looks after runs and stored answers at short intervals, and tells who waits for news. */
final class RunWatch implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(RunWatch.class);
  private static final long BETWEEN_LOOKS_MILLIS = 300;

  /** A step is on the page in time also while many answers wait for the index. */
  private static final long INDEXING_MILLIS = 500;

  private final List<RunReader> readers;
  private final AnswerFiles files;
  private final AnswerIndex index;
  private final Thread runs = new Thread(this::watchRuns, "watch-runs");
  private final Thread answers = new Thread(this::watchAnswers, "watch-answers");
  private long version;
  private volatile boolean closed;
  private volatile Answers stored = new Answers(0, 0);

  /**
   * Stored answers.
   *
   * @param found that can be searched
   * @param waiting files that cannot be yet
   */
  record Answers(int found, int waiting) {}

  RunWatch(List<RunReader> readers, AnswerFiles files, AnswerIndex index) {
    this.readers = List.copyOf(readers);
    this.files = files;
    this.index = index;
    runs.setDaemon(true);
    answers.setDaemon(true);
  }

  /** Looks once, so that the first page has all there is, then goes on until closed. */
  void start() throws IOException {
    for (RunReader reader : readers) {
      reader.refresh();
    }
    runs.start();
    answers.start();
  }

  Answers stored() {
    return stored;
  }

  boolean isClosed() {
    return closed;
  }

  /**
   * Waits for news.
   *
   * @param known version that the caller has seen
   * @return the version now; {@code known} if nothing came in that time
   */
  synchronized long await(long known, long milliseconds) throws InterruptedException {
    long end = System.nanoTime() + milliseconds * 1_000_000;
    long left = milliseconds;
    while (version == known && !closed && left > 0) {
      wait(left);
      left = (end - System.nanoTime()) / 1_000_000;
    }
    return version;
  }

  private synchronized void news() {
    version++;
    notifyAll();
  }

  private void watchRuns() {
    repeat(
        () -> {
          boolean changed = false;
          for (RunReader reader : readers) {
            changed |= reader.refresh();
          }
          if (changed) {
            news();
          }
          return false;
        });
  }

  private void watchAnswers() {
    repeat(
        () -> {
          files.look();
          boolean indexed = files.index(INDEXING_MILLIS);
          Answers now = new Answers(index.size(), files.waiting());
          if (!now.equals(stored) || indexed) {
            stored = now;
            news();
          }
          return now.waiting() > 0;
        });
  }

  /** One look; true if the next one shall follow at once. */
  private interface Look {
    boolean look() throws IOException;
  }

  /** What cannot be read now is tried again: a volume may come back. */
  private void repeat(Look each) {
    String last = "";
    while (!closed) {
      boolean more = false;
      try {
        more = each.look();
      } catch (IOException
          | UncheckedIOException
          | IllegalStateException
          | ThreadInterruptedException e) {
        if (!closed && !e.toString().equals(last)) {
          LOG.warn("the page may be behind: {}", e.toString());
          last = e.toString();
        }
      }
      if (!more && !pause()) {
        return;
      }
    }
  }

  private static boolean pause() {
    try {
      Thread.sleep(BETWEEN_LOOKS_MILLIS);
      return true;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return false;
    }
  }

  @Override
  public void close() {
    closed = true;
    news();
    runs.interrupt();
    answers.interrupt();
    join(runs);
    join(answers);
  }

  private static void join(Thread thread) {
    try {
      thread.join();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
