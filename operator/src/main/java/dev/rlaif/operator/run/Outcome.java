package dev.rlaif.operator.run;

import dev.rlaif.api.v1alpha1.Reason;

/** What came of actions. */
sealed interface Outcome {

  /** All of them were done. */
  record Done() implements Outcome {}

  /** The cluster has changed since it was observed: the next look decides anew. */
  record Outdated() implements Outcome {}

  /**
   * The cluster says no, and will until somebody acts.
   *
   * @param message what it says
   */
  record Refused(Reason reason, String message) implements Outcome {}
}
