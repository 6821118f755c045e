package dev.rlaif.trainer.serve;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.function.Predicate;

/** Answers that wait for a place in the batch, first come first served. */
final class WaitingAnswers {
  private final int most;
  private final Deque<AnswerRow> rows = new ArrayDeque<>();
  private boolean closed;

  WaitingAnswers(int most) {
    this.most = most;
  }

  enum Admission {
    ADMITTED,
    FULL,
    CLOSED
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

  /** Waits until something waits; false once closed and nothing does. */
  synchronized boolean await() throws InterruptedException {
    while (rows.isEmpty() && !closed) {
      wait();
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
