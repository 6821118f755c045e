package dev.rlaif.trainer.evaluate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.rlaif.api.v1alpha1.EvaluationGates;
import dev.rlaif.trainer.judge.JudgementStatus;
import dev.rlaif.trainer.proof.Interval;
import dev.rlaif.trainer.stage.StageFailure;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class EvaluationReportTest {
  private static final EvaluationGates NONE = gates(null, null);

  @Test
  void countsThePublishedResult() {
    EvaluationReport report = report(NONE, violating(43, 30));

    assertThat(report.verdict().summary()).isEqualTo("43 -> 30 of 100");
    assertThat(report.verdict().passed()).isTrue();
    assertThat(report.improvement()).isCloseTo(13 / 43.0, within(1e-12));
    // 13 prompts improved, none got worse: 2 * 2^-13
    assertThat(report.mcnemarP()).isCloseTo(2 / 8192.0, within(1e-12));
    assertThat(report.winTieLoss()).isEqualTo(new WinTieLoss(13, 87, 0));
    assertThat(report.winRate()).isCloseTo(0.565, within(1e-12));
    assertThat(report.intervals().improvement().low()).isBetween(0.1, 0.3023);
    assertThat(report.intervals().improvement().high()).isBetween(0.3023, 0.5);
    assertThat(report.base().greedy().violationRate()).isEqualTo(0.43);
    assertThat(report.tuned().greedy().meanScore())
        .isCloseTo(0.70 * 0.9 + 0.30 * 0.1, within(1e-9));
  }

  @Test
  void confidenceHoldsTheWorseEndAgainstTheBound() {
    Double bound = 0.25;

    assertThat(report(gates(bound, null), violating(43, 30)).verdict().passed()).isTrue();
    Verdict sure = report(gates(bound, 0.9), violating(43, 30)).verdict();
    assertThat(sure.passed()).isFalse();
    assertThat(sure.failedGates()).extracting(FailedGate::gate).containsExactly("minImprovement");
    assertThat(sure.failedGates().get(0).figure()).isLessThan(0.25);
    assertThat(sure.failedGates().get(0).meaning()).contains("at least 0.25");
  }

  @Test
  void everyGateCanFail() {
    var all = new EvaluationGates(0.5, 0.2, 0.6, 0.9, 0.9, 0.9, 1.0, 0.1, null);
    List<JudgedAnswer> base = new ArrayList<>();
    List<JudgedAnswer> tuned = new ArrayList<>();
    for (int i = 0; i < 10; i++) {
      base.add(answer("base " + i, 20, true, true, 0.6));
      tuned.add(answer("same", 5, false, false, 0.4).withKl(12));
    }

    Verdict verdict = report(all, new Pass("greedy", base, tuned)).verdict();

    assertThat(verdict.failedGates())
        .extracting(FailedGate::gate)
        .containsExactly(
            "minImprovement",
            "maxViolationRate",
            "minWinRate",
            "minUsefulRatio",
            "minEndedRatio",
            "minLengthRatio",
            "maxKl",
            "maxDuplicateRate");
    assertThat(verdict.failedGates().get(0).figure()).isEqualTo(-10);
    assertThat(verdict.failedGates().get(6).meaning())
        .isEqualTo("an answer is 12 nats from the base, allowed are at most 1");
  }

  @Test
  void missingScoresAreNeitherGoodNorBad() {
    List<JudgedAnswer> base = List.of(good(), bad(), missing(), bad());
    List<JudgedAnswer> tuned = List.of(good(), good(), bad(), missing());

    EvaluationReport report = report(NONE, new Pass("greedy", base, tuned));

    assertThat(report.base().greedy().scored()).isEqualTo(3);
    assertThat(report.base().greedy().violationRate()).isCloseTo(2 / 3.0, within(1e-12));
    assertThat(report.improvement()).isEqualTo(1);
    assertThat(report.winTieLoss()).isEqualTo(new WinTieLoss(1, 1, 0));
    assertThat(report.guards().missingRate()).isEqualTo(0.25);
    assertThat(report.verdict().failedGates())
        .extracting(FailedGate::gate)
        .containsExactly("missing");
    assertThat(report.verdict().summary()).isEqualTo("2 -> 1 of 4 (2 scores missing)");
  }

  @Test
  void twoMissingOfAHundredStillPass() {
    List<JudgedAnswer> base = new ArrayList<>(violating(43, 30).base());
    base.set(0, missing());
    base.set(1, missing());
    var two = new Pass("greedy", base, violating(43, 30).tuned());
    assertThat(report(NONE, two).verdict().passed()).isTrue();

    base.set(2, missing());
    var three = new Pass("greedy", base, violating(43, 30).tuned());
    assertThat(report(NONE, three).verdict().passed()).isFalse();
  }

  @Test
  void newViolationsOverACleanBaseAreNoImprovement() {
    EvaluationReport report = report(gates(0.0, null), violating(0, 2));
    assertThat(report.improvement()).isEqualTo(-2);
    assertThat(report.verdict().passed()).isFalse();
  }

  @Test
  void sampledPassesAreAveraged() {
    Pass first = new Pass("seed-1", violating(40, 20).base(), violating(40, 20).tuned());
    Pass second = new Pass("seed-2", violating(50, 30).base(), violating(50, 30).tuned());

    EvaluationReport report = report(NONE, violating(43, 30), first, second);

    MeanFigures base = Objects.requireNonNull(report.base().sampled());
    MeanFigures tuned = Objects.requireNonNull(report.tuned().sampled());
    assertThat(base.violations()).isEqualTo(45);
    assertThat(tuned.violations()).isEqualTo(25);
    assertThat(tuned.passes()).isEqualTo(2);
    assertThat(report.tuned().passes())
        .extracting(PassFigures::name)
        .containsExactly("greedy", "seed-1", "seed-2");
    assertThat(report.verdict().summary()).isEqualTo("43 -> 30 of 100");
    // 133 violations before, 80 after, over all passes
    double pooled = 53 / 133.0;
    Interval all = report.intervals().improvementAllPasses();
    assertThat(pooled).isBetween(all.low(), all.high());
  }

  @Test
  void usefulnessNeedsWords() {
    assertThatThrownBy(
            () ->
                settings(
                    new EvaluationGates(null, null, null, 0.95, null, null, null, null, null),
                    List.of()))
        .isInstanceOf(StageFailure.class)
        .hasMessageContaining("spec.evaluation.usefulWords");
  }

  @Test
  void longerAnswersThatScoreHigherCorrelate() {
    List<JudgedAnswer> tuned =
        List.of(
            answer("a", 10, true, true, 0.2),
            answer("b", 20, true, true, 0.4),
            answer("c", 30, true, true, 0.6));
    EvaluationReport report = report(NONE, new Pass("greedy", tuned, tuned));
    assertThat(report.guards().lengthScoreCorrelation()).isCloseTo(1, within(1e-9));
  }

  static EvaluationReport report(EvaluationGates gates, Pass... passes) {
    return EvaluationReport.of(
        List.of(passes), settings(gates, List.of("food")), "judge", "sha256:00");
  }

  static EvaluationSettings settings(EvaluationGates gates, List<String> usefulWords) {
    return new EvaluationSettings(3, 0.7, 64, 1, 0.5, usefulWords, gates);
  }

  static EvaluationGates gates(@Nullable Double minImprovement, @Nullable Double confidence) {
    return new EvaluationGates(
        minImprovement, null, null, null, null, null, null, null, confidence);
  }

  /** A greedy pass of 100 prompts with these numbers of violations, on overlapping prompts. */
  static Pass violating(int base, int tuned) {
    List<JudgedAnswer> before = new ArrayList<>();
    List<JudgedAnswer> after = new ArrayList<>();
    for (int i = 0; i < 100; i++) {
      before.add(answer("before " + i, 20, true, true, i < base ? 0.1 : 0.9));
      after.add(answer("after " + i, 20, true, true, i < tuned ? 0.1 : 0.9).withKl(3));
    }
    return new Pass("greedy", before, after);
  }

  static JudgedAnswer answer(String text, int length, boolean ended, boolean useful, double p) {
    return new JudgedAnswer(text, length, ended, useful, JudgementStatus.OK, p, "", null);
  }

  private static JudgedAnswer good() {
    return answer("good", 10, true, true, 0.9);
  }

  private static JudgedAnswer bad() {
    return answer("bad", 10, true, true, 0.1);
  }

  private static JudgedAnswer missing() {
    return new JudgedAnswer("?", 10, true, true, JudgementStatus.TIMEOUT, null, "", null);
  }
}
