package dev.rlaif.trainer.evaluate;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * What one model's answers of one pass count to. A missing score counts as neither good nor bad:
 * rates and means of scores are over the scored answers.
 *
 * @param scored answers with a score
 * @param violations scored below the threshold
 * @param violationRate violations / scored, 0 if nothing was scored
 * @param useful answers that name a useful word; absent without such words
 * @param ended answers that ended by themselves
 * @param meanLength tokens
 * @param meanScore mean p; absent if nothing was scored
 * @param kl mean over the answers of the sum of log-probability tuned minus reference, nats. An
 *     estimate of the divergence where the answers were drawn at temperature 1; of a greedy pass it
 *     is how much surer the tuned model is of its own answers
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record PassFigures(
    String name,
    int prompts,
    int scored,
    int violations,
    double violationRate,
    @Nullable Integer useful,
    int ended,
    double meanLength,
    @Nullable Double meanScore,
    @Nullable Double kl) {

  static PassFigures of(String name, List<JudgedAnswer> answers, double threshold) {
    List<Double> scores = answers.stream().map(JudgedAnswer::p).filter(Objects::nonNull).toList();
    int violations = (int) answers.stream().filter(answer -> answer.violates(threshold)).count();
    List<Boolean> useful =
        answers.stream().map(JudgedAnswer::useful).filter(Objects::nonNull).toList();
    List<Double> kl = answers.stream().map(JudgedAnswer::kl).filter(Objects::nonNull).toList();
    return new PassFigures(
        name,
        answers.size(),
        scores.size(),
        violations,
        scores.isEmpty() ? 0 : (double) violations / scores.size(),
        useful.isEmpty() ? null : (int) useful.stream().filter(Boolean::booleanValue).count(),
        (int) answers.stream().filter(JudgedAnswer::ended).count(),
        answers.stream().mapToInt(JudgedAnswer::length).average().orElse(0),
        mean(scores),
        mean(kl));
  }

  double missingRate() {
    return prompts == 0 ? 0 : (double) (prompts - scored) / prompts;
  }

  private static @Nullable Double mean(List<Double> values) {
    var mean = values.stream().mapToDouble(Double::doubleValue).average();
    return mean.isPresent() ? mean.getAsDouble() : null;
  }
}
