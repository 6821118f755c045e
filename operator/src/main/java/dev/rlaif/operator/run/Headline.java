package dev.rlaif.operator.run;

import dev.rlaif.api.v1alpha1.Reason;

/**
 * The most telling thing about a run at this moment: what stands in its condition Ready.
 *
 * @param message for people; empty: the reason's own advice
 */
record Headline(Stance stance, Reason reason, String message) {

  /** What is to be expected next. */
  enum Stance {
    /** Nothing more: it is as it was wished. */
    READY,
    /** The operator, or something in the cluster, goes on by itself. */
    IN_PROGRESS,
    /** Nothing happens until a person acts. */
    STALLED,
    /** Nothing happens, because a person wished so. */
    RESTING
  }

  Headline {
    message = message.isEmpty() ? reason.advice() : message;
  }

  static Headline inProgress(Reason reason, String message) {
    return new Headline(Stance.IN_PROGRESS, reason, message);
  }

  static Headline stalled(Reason reason, String message) {
    return new Headline(Stance.STALLED, reason, message);
  }

  static Headline ready(Reason reason, String message) {
    return new Headline(Stance.READY, reason, message);
  }

  static Headline resting(Reason reason, String message) {
    return new Headline(Stance.RESTING, reason, message);
  }
}
