package dev.rlaif.trainer.validate;

import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What a pass over the validation questions found.
 *
 * @param step of training after which the model was asked, 0 the base model
 * @param scored answers with a score of the judge that decides: the second one, where there is one
 * @param bad of them, scored below the threshold
 * @param score their mean, 0 to 1
 * @param trainingScore mean of the training judge's scores
 * @param secondScore mean of the second judge's; absent without one
 * @param kl nats an answer by which the model is surer of its answers than the base
 * @param length mean, tokens
 * @param ended share of the answers that ended by themselves
 * @param refusals share of the answers that decline
 * @param duplicates share of the answers that occur more than once
 * @param distinct2 different pairs of neighbouring words / all of them
 * @param lengthCorrelation Pearson's, of length and the training judge's score; absent where either
 *     does not vary
 * @param canary highest score that the training judge gave to an answer without content; absent
 *     where it gave none
 * @param seconds that the pass took
 */
public record ValidationFigures(
    long step,
    int answers,
    int scored,
    int bad,
    double score,
    double trainingScore,
    @Nullable Double secondScore,
    double kl,
    double length,
    double ended,
    double refusals,
    double duplicates,
    double distinct2,
    @Nullable Double lengthCorrelation,
    @Nullable Double canary,
    double seconds) {

  /** By the names of the metric dictionary. */
  public Map<String, Double> metrics() {
    Map<String, Double> metrics = new LinkedHashMap<>();
    metrics.put("validation/bad", (double) bad);
    metrics.put("validation/scored", (double) scored);
    metrics.put("validation/score_mean", score);
    metrics.put("validation/training_judge_mean", trainingScore);
    if (secondScore != null) {
      metrics.put("second_judge/mean", secondScore);
      metrics.put("second_judge/gap", trainingScore - secondScore);
    }
    metrics.put("validation/kl", kl);
    metrics.put("validation/length_mean", length);
    metrics.put("validation/ended", ended);
    metrics.put("validation/refusals", refusals);
    metrics.put("validation/duplicates", duplicates);
    metrics.put("validation/distinct_2", distinct2);
    if (lengthCorrelation != null) {
      metrics.put("validation/length_correlation", lengthCorrelation);
    }
    if (canary != null) {
      metrics.put("canary/max_p", canary);
    }
    metrics.put("time/validation", seconds);
    return metrics;
  }
}
