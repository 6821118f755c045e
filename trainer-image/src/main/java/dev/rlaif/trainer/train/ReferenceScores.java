package dev.rlaif.trainer.train;

import dev.rlaif.api.v1alpha1.Reason;
import dev.rlaif.trainer.learn.ReferenceMoments;
import dev.rlaif.trainer.prompt.Prompt;
import dev.rlaif.trainer.stage.StageFailure;
import java.util.List;
import java.util.OptionalDouble;
import java.util.function.Function;

/** Answers of the base model to training prompts, judged once, before the first step. */
final class ReferenceScores {
  /** Enough to normalise rewards by. */
  static final int TO_NORMALISE = 256;

  /** Enough to see whether scores spread. */
  static final int TO_LOOK_AT = 64;

  private static final int STEP = 0;

  private ReferenceScores() {}

  /** The untrained policy's answers, one to each of the first prompts. */
  static List<JudgedRollout> answers(RolloutPhase base, List<Prompt> prompts, int count) {
    return base.run(STEP, 0, prompts.subList(0, Math.min(count, prompts.size())));
  }

  /**
   * Moments of the rewards of these answers.
   *
   * @param reward of a judged answer; empty where the score is missing
   */
  static ReferenceMoments moments(
      List<JudgedRollout> answers, Function<JudgedRollout, OptionalDouble> reward) {
    double[] rewards =
        answers.stream().map(reward).flatMapToDouble(OptionalDouble::stream).toArray();
    if (rewards.length * 2 < answers.size()) {
      throw StageFailure.wrong(
              "the judge scored only "
                  + rewards.length
                  + " of "
                  + answers.size()
                  + " answers of the base model: see the judge's records for its replies, and prove it"
                  + " with: rlaif judge check")
          .because(Reason.JUDGE_UNAVAILABLE);
    }
    return ReferenceMoments.of(rewards);
  }
}
