package dev.rlaif.trainer.run;

import com.fasterxml.jackson.annotation.JsonInclude;
import dev.rlaif.api.v1alpha1.AlgorithmType;
import dev.rlaif.plan.RunPlan;
import dev.rlaif.trainer.evaluate.EvaluationReport;
import dev.rlaif.trainer.evaluate.MeanFigures;
import dev.rlaif.trainer.evaluate.PassFigures;
import org.jspecify.annotations.Nullable;

/**
 * One variant of a comparison, evaluated.
 *
 * @param planHash of the plan that the figures are of
 * @param passed every gate was met
 * @param kl nats an answer; absent if nothing was asked for it
 * @param lengthRatio mean length of the tuned answers by the base's
 * @param seconds wall time of training, with pairs where they are made; of the last attempt, if
 *     there were several
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record ComparedRun(
    String name,
    AlgorithmType algorithm,
    String planHash,
    boolean passed,
    Side base,
    Side tuned,
    @Nullable Double kl,
    double lengthRatio,
    double seconds) {

  /**
   * One model's answers to the held-out questions, greedy unless said otherwise.
   *
   * @param bad scored below the threshold
   * @param sampledBad the same, mean of the sampled passes; absent without them
   * @param useful absent where nothing says what is useful
   */
  @JsonInclude(JsonInclude.Include.NON_NULL)
  public record Side(
      int prompts, int bad, @Nullable Double sampledBad, @Nullable Integer useful, int ended) {

    static Side of(PassFigures greedy, @Nullable MeanFigures sampled) {
      return new Side(
          greedy.prompts(),
          greedy.violations(),
          sampled == null ? null : sampled.violations(),
          greedy.useful(),
          greedy.ended());
    }
  }

  static ComparedRun of(String name, RunPlan plan, EvaluationReport found, double seconds) {
    PassFigures base = found.base().greedy();
    PassFigures tuned = found.tuned().greedy();
    return new ComparedRun(
        name,
        plan.algorithm().type(),
        plan.hash(),
        found.verdict().passed(),
        Side.of(base, found.base().sampled()),
        Side.of(tuned, found.tuned().sampled()),
        found.kl(),
        base.meanLength() == 0 ? 0 : tuned.meanLength() / base.meanLength(),
        seconds);
  }
}
