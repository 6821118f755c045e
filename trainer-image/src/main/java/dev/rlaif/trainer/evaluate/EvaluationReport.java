package dev.rlaif.trainer.evaluate;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What the evaluation found: {@code evaluation/report.json}. Figures at the top, the verdict and
 * the gates are of the greedy pass.
 *
 * @param improvement (violations of base - of tuned) / of base, over prompts with both scores
 * @param mcnemarP two-sided, exact
 * @param winRate (wins + ties / 2) / pairs by score
 * @param kl nats an answer; absent if nothing was asked for it
 * @param duplicates share of the tuned answers that occur more than once
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record EvaluationReport(
    Verdict verdict,
    SideFigures base,
    SideFigures tuned,
    double improvement,
    double winRate,
    WinTieLoss winTieLoss,
    double mcnemarP,
    Intervals intervals,
    @Nullable Double kl,
    double duplicates,
    Guards guards,
    Provenance provenance) {

  /**
   * How the figures came about.
   *
   * @param judgeHash of everything that decides a score
   * @param violationThreshold a lower score is a violation
   * @param samples sampled passes beside the greedy one, drawn at {@code temperature}
   */
  public record Provenance(
      String judge,
      String judgeHash,
      double violationThreshold,
      int samples,
      double temperature,
      int maxNewTokens,
      long seed) {}

  /**
   * Counts the answers and judges by the gates; nothing is drawn but the bootstrap, by the seed.
   *
   * @param passes the greedy pass first
   */
  static EvaluationReport of(
      List<Pass> passes, EvaluationSettings settings, String judge, String judgeHash) {
    double threshold = settings.violationThreshold();
    Pass greedy = passes.get(0);
    var base =
        SideFigures.of(
            passes.stream()
                .map(pass -> PassFigures.of(pass.name(), pass.base(), threshold))
                .toList());
    var tuned =
        SideFigures.of(
            passes.stream()
                .map(pass -> PassFigures.of(pass.name(), pass.tuned(), threshold))
                .toList());
    var pairs = new PairedAnswers(List.of(greedy), threshold);
    var intervals =
        Intervals.of(
            pairs,
            new PairedAnswers(passes, threshold),
            base.greedy(),
            tuned.greedy(),
            settings.intervalConfidence(),
            settings.seed());
    var guards = Guards.of(pairs, greedy, base, tuned);
    var found = new GateFigures(pairs, intervals, guards);
    return new EvaluationReport(
        Verdict.of(found.gates(settings.gates()), base.greedy(), tuned.greedy()),
        base,
        tuned,
        pairs.improvement(pairs.all()),
        pairs.winRate(pairs.all()),
        pairs.winTieLoss(pairs.all()),
        pairs.mcnemarP(),
        intervals,
        guards.kl(),
        guards.tuned().duplicateRate(),
        guards,
        new Provenance(
            judge,
            judgeHash,
            threshold,
            settings.samples(),
            settings.temperature(),
            settings.maxNewTokens(),
            settings.seed()));
  }
}
