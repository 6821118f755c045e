package dev.rlaif.trainer.train;

import dev.rlaif.api.v1alpha1.Reason;
import dev.rlaif.plan.RunPlan;
import dev.rlaif.plan.Workspace;
import dev.rlaif.trainer.parallel.RankLost;
import dev.rlaif.trainer.rollout.EngineLost;
import dev.rlaif.trainer.stage.StageFailure;

/** Why training ended before its last step; each says where it goes on. */
final class TrainFailures {
  private TrainFailures() {}

  static StageFailure unscored(RunPlan plan, Workspace workspace, JudgeErrors errors) {
    return new StageFailure(
            StageFailure.Exit.ENVIRONMENT,
            "the judge %s gave no score for %s, more than spec.training.maxJudgeErrorRate %s allows: see %s, mend the judge, and the same command goes on from the last checkpoint"
                .formatted(
                    plan.judge().name(),
                    errors,
                    plan.spec().training().maxJudgeErrorRate(),
                    workspace.judgeRecords(plan.judge().name())))
        .because(Reason.JUDGE_UNAVAILABLE);
  }

  static StageFailure lost(RunPlan plan, JudgeLost lost, String whatNow) {
    return new StageFailure(
            StageFailure.Exit.ENVIRONMENT,
            "the judge " + plan.judge().name() + " was lost: " + lost.why() + "; " + whatNow)
        .because(Reason.JUDGE_UNAVAILABLE);
  }

  static StageFailure lostAfter(RunPlan plan, JudgeLost lost, long step) {
    return lost(
        plan,
        lost,
        "a checkpoint of step %d was written; mend the judge, and the same command goes on from it"
            .formatted(step));
  }

  static StageFailure withoutSignal(JudgeSignal signal, long step) {
    return StageFailure.wrong(
            "%s: there is nothing to learn from. Make its prompt or scale finer, or its words and the questions more varied; a checkpoint of step %d was written"
                .formatted(signal, step))
        .because(Reason.REWARD_COLLAPSED);
  }

  static StageFailure engineLost(EngineLost lost, String whatNow) {
    return new StageFailure(
        StageFailure.Exit.ENVIRONMENT,
        "the engine of the rollouts was lost: " + lost.why() + "; " + whatNow,
        lost);
  }

  /** All ranks begin again together. */
  static StageFailure rankLost(RankLost lost) {
    return StageFailure.interrupted(
        lost.why() + "; all ranks go on together from the last checkpoint");
  }

  static StageFailure interrupted(long step, long total) {
    return StageFailure.interrupted(
        "stopped after step %d of %d, a checkpoint was written; the same command goes on from it"
            .formatted(step, total));
  }
}
