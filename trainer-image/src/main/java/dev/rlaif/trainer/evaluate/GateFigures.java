package dev.rlaif.trainer.evaluate;

import dev.rlaif.api.v1alpha1.EvaluationGates;
import dev.rlaif.trainer.evaluate.Gate.Side;
import dev.rlaif.trainer.proof.Interval;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.OptionalDouble;
import org.jspecify.annotations.Nullable;

/**
 * The figures that gates are held against. Where a confidence is asked for, what compares the
 * models on the prompts must hold at the worse end of its interval.
 */
record GateFigures(PairedAnswers pairs, Intervals intervals, Guards guards) {
  /** More missing scores than this, in any pass, and the figures decide nothing. */
  private static final double MAX_MISSING = 0.02;

  List<Gate> gates(EvaluationGates bounds) {
    boolean sure = bounds.confidence() != null;
    int[] all = pairs.all();
    List<Gate> gates = new ArrayList<>();
    gates.add(
        new Gate(
            "missing",
            guards.missingRate(),
            Side.AT_MOST,
            MAX_MISSING,
            "%s of the scores of a pass are missing, more than %s: the judge failed, evaluate again"));
    add(
        gates,
        "minImprovement",
        sure ? intervals.improvement().low() : pairs.improvement(all),
        Side.AT_LEAST,
        bounds.minImprovement(),
        "violations fell by a share of %s, asked for was at least %s");
    add(
        gates,
        "maxViolationRate",
        sure ? intervals.violationRate().high() : pairs.violationRate(all),
        Side.AT_MOST,
        bounds.maxViolationRate(),
        "a share of %s of the tuned answers is in violation, allowed is at most %s");
    add(
        gates,
        "minWinRate",
        sure ? intervals.winRate().low() : pairs.winRate(all),
        Side.AT_LEAST,
        bounds.minWinRate(),
        "the tuned answer wins a share of %s of the comparisons, asked for was at least %s");
    add(
        gates,
        "minUsefulRatio",
        usefulRatio(sure).orElse(Double.NaN),
        Side.AT_LEAST,
        bounds.minUsefulRatio(),
        "useful answers of tuned to base are %s to 1, asked for was at least %s: the tuned model"
            + " evades");
    add(
        gates,
        "minEndedRatio",
        guards.endedRatio(),
        Side.AT_LEAST,
        bounds.minEndedRatio(),
        "answers that end by themselves are %s to 1 of tuned to base, asked for was at least %s");
    add(
        gates,
        "minLengthRatio",
        guards.lengthRatio(),
        Side.AT_LEAST,
        bounds.minLengthRatio(),
        "the tuned answers are %s times as long as the base's, asked for was at least %s");
    add(
        gates,
        "maxKl",
        Objects.requireNonNullElse(guards.kl(), Double.NaN),
        Side.AT_MOST,
        bounds.maxKl(),
        "an answer is %s nats from the base, allowed are at most %s");
    add(
        gates,
        "maxDuplicateRate",
        guards.tuned().duplicateRate(),
        Side.AT_MOST,
        bounds.maxDuplicateRate(),
        "a share of %s of the tuned answers occurs more than once, allowed is at most %s");
    return gates;
  }

  private OptionalDouble usefulRatio(boolean sure) {
    Interval interval = intervals.usefulRatio();
    Double ratio = guards.usefulRatio();
    if (interval == null || ratio == null) {
      return OptionalDouble.empty();
    }
    return OptionalDouble.of(sure ? interval.low() : ratio);
  }

  private static void add(
      List<Gate> gates,
      String name,
      double figure,
      Side side,
      @Nullable Double bound,
      String meaning) {
    if (bound != null) {
      gates.add(new Gate(name, figure, side, bound, meaning));
    }
  }
}
