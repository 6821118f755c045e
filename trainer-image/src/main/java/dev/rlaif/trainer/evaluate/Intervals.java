package dev.rlaif.trainer.evaluate;

import com.fasterxml.jackson.annotation.JsonInclude;
import dev.rlaif.trainer.proof.Interval;
import java.util.function.ToDoubleFunction;
import org.jspecify.annotations.Nullable;

/**
 * How sure the figures are: Wilson intervals (always 95 %) of the violation rates, paired bootstrap
 * intervals of what compares the models.
 *
 * @param confidence of the bootstrap intervals
 * @param improvement of the greedy pass
 * @param improvementAllPasses of all passes together; a prompt is drawn with all of its answers
 * @param violationRate of the tuned model, bootstrap
 * @param usefulRatio absent without useful words
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record Intervals(
    double confidence,
    Interval baseViolationRate,
    Interval tunedViolationRate,
    Interval improvement,
    Interval improvementAllPasses,
    Interval violationRate,
    Interval winRate,
    @Nullable Interval usefulRatio) {

  static Intervals of(
      PairedAnswers greedy,
      PairedAnswers allPasses,
      PassFigures base,
      PassFigures tuned,
      double confidence,
      long seed) {
    int prompts = greedy.prompts();
    return new Intervals(
        confidence,
        Interval.wilson(base.violations(), base.scored()),
        Interval.wilson(tuned.violations(), tuned.scored()),
        bootstrap(prompts, greedy::improvement, confidence, seed),
        bootstrap(prompts, allPasses::improvement, confidence, seed),
        bootstrap(prompts, greedy::violationRate, confidence, seed),
        bootstrap(prompts, greedy::winRate, confidence, seed),
        tuned.useful() == null ? null : bootstrap(prompts, greedy::usefulRatio, confidence, seed));
  }

  private static Interval bootstrap(
      int prompts, ToDoubleFunction<int[]> statistic, double confidence, long seed) {
    return PairedBootstrap.interval(prompts, statistic, confidence, seed);
  }
}
