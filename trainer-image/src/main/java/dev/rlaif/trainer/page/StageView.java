package dev.rlaif.trainer.page;

import org.jspecify.annotations.Nullable;

/**
 * A stage as the page shows it.
 *
 * @param detail one line for people; may be empty
 * @param unit of {@code done} and {@code total}
 * @param total 0 where it is not known
 * @param remainingSeconds at the pace of late; absent where it is not known
 */
record StageView(
    String name,
    State state,
    String detail,
    String unit,
    long done,
    long total,
    @Nullable Long remainingSeconds) {

  /** Where a stage is. */
  enum State {
    WAITING,
    RUNNING,
    /** Begun, and no process works on it. */
    STOPPED,
    DONE,
    /** Done, and what it found ends the run. */
    FELL_SHORT
  }

  static StageView of(String name, State state, String detail) {
    return new StageView(name, state, detail, "", 0, 0, null);
  }

  StageView count(String what, long now, long of, @Nullable Long remaining) {
    return new StageView(name, state, detail, what, now, of, remaining);
  }
}
