package dev.rlaif.operator.run;

import dev.rlaif.api.v1alpha1.RlaifRunStatus;
import java.time.Instant;

/** The deadline of the whole run, time in suspension not counted; stages have their own. */
final class RunDeadline {
  private RunDeadline() {}

  /** Puts the deadline into the timetable if it is still ahead. */
  static boolean isOver(Pass pass) {
    Long seconds = pass.wishes().activeDeadlineSeconds();
    RlaifRunStatus status = pass.seen().status();
    if (seconds == null || status.startTime() == null) {
      return false;
    }
    Instant deadline = status.startTime().plusSeconds(seconds + pass.draft().suspendedSeconds());
    if (deadline.isAfter(pass.seen().now())) {
      pass.timetable().at(deadline);
      return false;
    }
    return true;
  }
}
