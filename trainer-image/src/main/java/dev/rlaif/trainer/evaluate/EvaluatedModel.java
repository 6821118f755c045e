package dev.rlaif.trainer.evaluate;

import dev.rlaif.trainer.lora.Sequence;
import dev.rlaif.trainer.prompt.PromptText;
import dev.rlaif.trainer.rollout.Generator;
import java.util.List;

/**
 * Base and tuned model as the evaluation needs them.
 *
 * @param base generates with the adapter off
 * @param tuned generates with the adapter on
 * @param baseScores log-probabilities with the adapter off
 * @param tunedScores log-probabilities with the adapter on
 */
public record EvaluatedModel(
    PromptText text, Generator base, Generator tuned, LogProbs baseScores, LogProbs tunedScores) {

  /** Log-probabilities of the response tokens, [B][L_b]. */
  @FunctionalInterface
  public interface LogProbs {
    float[][] of(List<Sequence> sequences);
  }
}
