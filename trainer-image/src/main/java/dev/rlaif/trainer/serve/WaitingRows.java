package dev.rlaif.trainer.serve;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.Iterator;
import java.util.List;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

/**
 * Answers that wait to be generated, first come first served: the oldest decides what kind of batch
 * is next, and others of its kind go along.
 */
final class WaitingRows {
  private final ServeSettings settings;
  private final Deque<AnswerRow> rows = new ArrayDeque<>();
  private final ReentrantLock lock = new ReentrantLock();
  private final Condition changed = lock.newCondition();
  private boolean closed;

  WaitingRows(ServeSettings settings) {
    this.settings = settings;
  }

  enum Admission {
    ADMITTED,
    FULL,
    CLOSED
  }

  /** Takes all of them or none. */
  Admission add(List<AnswerRow> added) {
    lock.lock();
    try {
      if (closed) {
        return Admission.CLOSED;
      }
      rows.removeIf(AnswerRow::cancelled);
      if (rows.size() + added.size() > settings.maxQueue()) {
        return Admission.FULL;
      }
      rows.addAll(added);
      changed.signalAll();
      return Admission.ADMITTED;
    } finally {
      lock.unlock();
    }
  }

  int size() {
    lock.lock();
    try {
      return rows.size();
    } finally {
      lock.unlock();
    }
  }

  /** The next batch; empty once closed and nothing waits any more. */
  List<AnswerRow> takeBatch() throws InterruptedException {
    lock.lock();
    try {
      while (true) {
        while (rows.isEmpty() && !closed) {
          changed.await();
        }
        if (rows.isEmpty()) {
          return List.of();
        }
        awaitCompany();
        List<AnswerRow> batch = sameKind();
        if (!batch.isEmpty()) {
          return batch;
        }
      }
    } finally {
      lock.unlock();
    }
  }

  /** Refuses new answers; those that wait are still handed out. */
  void close() {
    lock.lock();
    try {
      closed = true;
      changed.signalAll();
    } finally {
      lock.unlock();
    }
  }

  /** Removes and gives back all that wait. */
  List<AnswerRow> drain() {
    lock.lock();
    try {
      List<AnswerRow> left = List.copyOf(rows);
      rows.clear();
      return left;
    } finally {
      lock.unlock();
    }
  }

  /** Requests that were sent together arrive a moment apart. */
  private void awaitCompany() throws InterruptedException {
    long left = settings.batchWait().toNanos();
    while (left > 0 && rows.size() < settings.maxBatch() && !closed) {
      left = changed.awaitNanos(left);
    }
  }

  private List<AnswerRow> sameKind() {
    rows.removeIf(AnswerRow::cancelled);
    List<AnswerRow> batch = new ArrayList<>();
    for (Iterator<AnswerRow> waiting = rows.iterator(); waiting.hasNext(); ) {
      AnswerRow row = waiting.next();
      boolean fits = batch.isEmpty() || row.key().equals(batch.get(0).key());
      if (fits && batch.size() < settings.maxBatch()) {
        batch.add(row);
        waiting.remove();
      }
    }
    return batch;
  }
}
