package dev.rlaif.trainer.train;

import dev.rlaif.trainer.chat.Outage;
import dev.rlaif.trainer.checkpoint.BestValidation;
import dev.rlaif.trainer.checkpoint.Selection;
import dev.rlaif.trainer.tracking.StepMetrics;
import dev.rlaif.trainer.validate.ValidationFigures;
import java.util.List;

/** Hears how training goes; called on the training thread. */
public interface TrainListener {

  /**
   * Before the first step of this process.
   *
   * @param done steps that a checkpoint held
   * @param total steps of the run
   */
  void begins(long done, long total);

  /** The base model's answers are scored, before the first step of a run. */
  void measuresReference();

  /** What came of it. */
  void measuredReference(BaseScores scores);

  /** A step is finished and recorded. */
  void stepped(StepMetrics metrics, long total);

  /**
   * The judge is down, and training waits for it; said again now and then while it lasts. May be
   * called before {@link #begins}.
   */
  void judgeIsDown(Outage outage);

  /** The judge is back after {@link #judgeIsDown}. */
  void judgeIsBack();

  /** Something is not as it should be, though training goes on; says what to change. */
  void warns(String what);

  /** The questions that are set aside are asked, after this step. */
  void validates(long step);

  /**
   * What came of it.
   *
   * @param signs that the judge is gamed, each with what to change
   */
  void validated(ValidationFigures figures, Selection selection, List<String> signs);

  /** Training ends before its last step. */
  void endsEarly(String why);

  /** Which checkpoint is the result. */
  void chose(BestValidation best);

  /** A checkpoint of this step is complete. */
  void saved(long step);
}
