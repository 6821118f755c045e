package dev.rlaif.trainer.evaluate;

import dev.rlaif.api.v1alpha1.EvaluationGates;
import dev.rlaif.trainer.stage.StageFailure;
import java.util.List;
import java.util.Objects;

/**
 * How to evaluate.
 *
 * @param samples passes at {@code temperature}, beside the greedy one
 * @param maxNewTokens of an answer
 * @param seed of the sampled passes and of the bootstrap
 * @param violationThreshold a lower score is a violation
 * @param usefulWords an answer that names one is useful; empty: usefulness is not measured
 */
public record EvaluationSettings(
    int samples,
    double temperature,
    int maxNewTokens,
    long seed,
    double violationThreshold,
    List<String> usefulWords,
    EvaluationGates gates) {
  private static final double USUAL_CONFIDENCE = 0.95;

  public EvaluationSettings {
    usefulWords = List.copyOf(usefulWords);
    if (usefulWords.isEmpty() && gates.minUsefulRatio() != null) {
      throw StageFailure.wrong(
          "spec.evaluation.gates.minUsefulRatio is "
              + gates.minUsefulRatio()
              + ", but there are no useful words: set spec.evaluation.usefulWords, or a judge with"
              + " a require list");
    }
  }

  /** Of the bootstrap intervals: what the gates ask for, else 95 %. */
  double intervalConfidence() {
    return Objects.requireNonNullElse(gates.confidence(), USUAL_CONFIDENCE);
  }
}
