package dev.rlaif.trainer.train;

import dev.rlaif.api.v1alpha1.Reason;
import dev.rlaif.trainer.learn.ReferenceMoments;
import dev.rlaif.trainer.prompt.Prompt;
import dev.rlaif.trainer.stage.StageFailure;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalDouble;
import java.util.function.Function;

/** The base model's scores on training prompts, measured once, before the first step. */
final class ReferenceScores {
  private static final int ANSWERS = 256;
  private static final int STEP = 0;

  private ReferenceScores() {}

  /**
   * Moments of the rewards of the untrained policy's answers.
   *
   * @param reward of a judged answer; empty where the score is missing
   */
  static ReferenceMoments measure(
      RolloutPhase base, List<Prompt> prompts, Function<JudgedRollout, OptionalDouble> reward) {
    List<Prompt> asked = new ArrayList<>();
    for (int i = 0; i < Math.min(ANSWERS, prompts.size()); i++) {
      asked.add(prompts.get(i));
    }
    double[] rewards =
        base.run(STEP, asked).rollouts().stream()
            .map(reward)
            .flatMapToDouble(OptionalDouble::stream)
            .toArray();
    if (rewards.length * 2 < asked.size()) {
      throw StageFailure.wrong(
              "the judge scored only "
                  + rewards.length
                  + " of "
                  + asked.size()
                  + " answers of the base model: see the judge's records for its replies, and prove it"
                  + " with: rlaif judge check")
          .because(Reason.JUDGE_UNAVAILABLE);
    }
    return ReferenceMoments.of(rewards);
  }
}
