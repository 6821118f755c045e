package dev.rlaif.trainer.serve;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Predicate;

/** Answers that wait for a place in the batch, first come first served. */
final class WaitingAnswers {
  private final int most;
  private final Duration together;
  private final Deque<AnswerRow> rows = new ArrayDeque<>();
  private int expected;
  private boolean closed;

  /**
   * Nobody waits yet.
   *
   * @param together how long the first one waits for those that are expected
   */
  WaitingAnswers(int most, Duration together) {
    this.most = most;
    this.together = together;
  }

  enum Admission {
    ADMITTED,
    FULL,
    CLOSED
  }

  /**
   * Says that some will be added in a moment, or not.
   *
   * @return to be called as soon as that is known; more than once is once
   */
  synchronized Runnable expect() {
    expected++;
    var known = new AtomicBoolean();
    return () -> {
      if (!known.getAndSet(true)) {
        arrived();
      }
    };
  }

  private synchronized void arrived() {
    expected--;
    notifyAll();
  }

  /** Takes all of them or none. */
  synchronized Admission add(List<AnswerRow> added) {
    if (closed) {
      return Admission.CLOSED;
    }
    rows.removeIf(AnswerRow::isOver);
    if (rows.size() + added.size() > most) {
      return Admission.FULL;
    }
    rows.addAll(added);
    notifyAll();
    return Admission.ADMITTED;
  }

  synchronized int size() {
    return rows.size();
  }

  /**
   * Waits until something waits, and a moment for what is expected beside it; false once closed and
   * nothing does.
   */
  synchronized boolean await() throws InterruptedException {
    while (rows.isEmpty() && !closed) {
      wait();
    }
    long end = System.nanoTime() + together.toNanos();
    for (long left = together.toNanos(); expected > 0 && left > 0; left = end - System.nanoTime()) {
      TimeUnit.NANOSECONDS.timedWait(this, left);
    }
    return !rows.isEmpty();
  }

  /** Takes out the first ones, as many as there is room for. */
  synchronized void take(Predicate<AnswerRow> taken) {
    rows.removeIf(AnswerRow::isOver);
    while (!rows.isEmpty() && taken.test(rows.element())) {
      rows.remove();
    }
  }

  /** Refuses new answers; those that wait are still handed out. */
  synchronized void close() {
    closed = true;
    notifyAll();
  }

  /** Removes and gives back all that wait. */
  synchronized List<AnswerRow> drain() {
    List<AnswerRow> left = List.copyOf(rows);
    rows.clear();
    return left;
  }
}
