package dev.rlaif.trainer.run;

import dev.rlaif.plan.StageName;
import dev.rlaif.plan.StageReport;
import dev.rlaif.trainer.tracking.ProgressLine;
import dev.rlaif.trainer.tracking.StepMetrics;

/** Hears how the stages of a run go; may be called by any thread. */
public interface RunListener {

  /**
   * A stage begins.
   *
   * @param what it works on, for people
   */
  void begins(StageName stage, String what);

  /** Something that a person may want to know. */
  void notes(String line);

  /** What came of it: said however quiet a command shall be. */
  void concludes(String text);

  /**
   * A stage that counts got on.
   *
   * @param what is counted, such as {@code judging}
   * @param of all of them
   */
  void counts(String what, long done, long of);

  /**
   * Training begins.
   *
   * @param done steps that a checkpoint held
   */
  void trains(long done, long total);

  /** A training step is finished and recorded. */
  void stepped(ProgressLine line, StepMetrics metrics);

  /** The stage waits for something that it cannot mend; said again now and then. */
  void pauses(String why);

  /** The stage goes on after {@link #pauses}. */
  void goesOn();

  /** A checkpoint of this step is complete. */
  void saved(long step);

  /** A stage came to its end, now or in an earlier run of the same plan. */
  void finished(StageReport report);
}
