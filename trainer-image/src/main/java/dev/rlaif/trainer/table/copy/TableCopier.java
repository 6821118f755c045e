package dev.rlaif.trainer.table.copy;

import dev.rlaif.trainer.stage.StageFailure;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/**
 * Keeps a copy of a table up to date, as a thread of its own. The table does not wait for it: a
 * store that is slow, or down for hours, gets later what it missed, if need be from the next
 * process that works on the table.
 */
public final class TableCopier implements AutoCloseable {
  private static final long LONGEST_PAUSE_SECONDS = 60;

  private final TableCopy copy;
  private final Duration patience;
  private final Consumer<String> notes;
  private final Thread thread = new Thread(this::work, "table-copy");

  /** What the store may lack is there from the start, from earlier processes. */
  private boolean lacks = true;

  private boolean closing;

  private TableCopier(TableCopy copy, Duration patience, Consumer<String> notes) {
    this.copy = copy;
    this.patience = patience;
    this.notes = notes;
  }

  /**
   * Begins with what the store lacks already.
   *
   * @param patience how long {@link #close} waits for a store that takes nothing
   * @param notes for people, from any thread
   */
  public static TableCopier open(TableCopy copy, Duration patience, Consumer<String> notes) {
    TableCopier copier = new TableCopier(copy, patience, notes);
    copier.thread.setDaemon(true);
    copier.thread.start();
    return copier;
  }

  /** The table has more than before. */
  public synchronized void follow() {
    lacks = true;
    notifyAll();
  }

  /** Copies the rest; as long as the store takes something it may take its time. */
  @Override
  public void close() {
    synchronized (this) {
      closing = true;
      lacks = true;
      notifyAll();
    }
    try {
      long taken;
      do {
        taken = copy.objects();
        thread.join(patience.toMillis());
      } while (thread.isAlive() && copy.objects() > taken);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    if (thread.isAlive()) {
      thread.interrupt();
      notes.accept(
          "warning: %s has not got everything; it gets the rest when the next stage begins, or the same command is given again"
              .formatted(copy.place()));
    }
  }

  private void work() {
    try (copy) {
      String trouble = "";
      long pause = 1;
      while (awaitMore()) {
        try {
          copy.follow();
          if (!trouble.isEmpty()) {
            notes.accept("note: %s has everything again".formatted(copy.place()));
          }
          trouble = "";
          pause = 1;
        } catch (StageFailure failure) {
          boolean forGood = failure.exit() == StageFailure.Exit.WRONG;
          trouble = tell(failure, forGood, trouble);
          if (forGood) {
            return;
          }
          pause = Math.min(2 * pause, LONGEST_PAUSE_SECONDS);
          rest(pause);
        }
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /** Says a trouble once, however often it comes. */
  private String tell(StageFailure failure, boolean forGood, String before) {
    String what = failure.message();
    if (!what.equals(before)) {
      notes.accept(
          "warning: the table is not copied: "
              + what
              + (forGood ? "" : "; it is tried again, and nothing waits for it"));
    }
    return what;
  }

  /** Waits until there may be more to copy; false when there will be nothing any more. */
  private synchronized boolean awaitMore() throws InterruptedException {
    while (!lacks && !closing) {
      wait();
    }
    boolean more = lacks;
    lacks = false;
    return more;
  }

  /** Before another try; a table that is closed is tried again sooner. */
  private synchronized void rest(long seconds) throws InterruptedException {
    lacks = true;
    long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(seconds);
    boolean wasClosing = closing;
    long left = deadline - System.nanoTime();
    while (left > 0 && closing == wasClosing) {
      TimeUnit.NANOSECONDS.timedWait(this, left);
      left = deadline - System.nanoTime();
    }
  }
}
