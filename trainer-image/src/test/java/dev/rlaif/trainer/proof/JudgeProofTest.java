package dev.rlaif.trainer.proof;

import static dev.rlaif.trainer.proof.Proofs.fair;
import static dev.rlaif.trainer.proof.Proofs.prove;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.rlaif.trainer.judge.Judgement;
import dev.rlaif.trainer.judge.JudgementStatus;
import dev.rlaif.trainer.stage.StopSignal;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class JudgeProofTest {

  @Test
  void aFairJudgePasses() {
    var report = prove((answer, n) -> Judgement.ok(fair(answer), ""), "");

    assertThat(report.passed()).isTrue();
    assertThat(report.calls()).isEqualTo(60);
    assertThat(report.mistakes()).isEmpty();
    assertThat(report.canaries())
        .filteredOn(canary -> !canary.asExpected())
        .extracting(CanaryResult::name)
        .containsExactly("same answer ten times");
    assertThat(JudgeProofText.of(report))
        .contains("accuracy            1.0000", "PASSED", "9 of 10 as expected");
  }

  @Test
  void aJudgeThatIsWrongFailsWithItsFigures() {
    var report =
        prove(
            (answer, n) ->
                Judgement.ok(answer.text().endsWith("3") ? 1 - fair(answer) : fair(answer), "?"),
            "rewordings: 0\ngates: {accuracy: 0.95, auroc: 0.5, f1: 0.91}");

    assertThat(report.failedGates())
        .containsExactly(new FailedGate("accuracy", 0.95, 0.9), new FailedGate("f1", 0.91, 0.9));
    assertThat(report.mistakes()).extracting(Mistake::answer).containsExactly("good 3", "bad 3");
    assertThat(JudgeProofText.of(report))
        .contains("FAILED", "accuracy is 0.9000, must be at least 0.9500", "answer: good 3");
  }

  @Test
  void aJudgeThatWaversFailsItsFlipGate() {
    var report =
        prove(
            (answer, n) ->
                Judgement.ok(answer.text().equals("good 1") && n == 2 ? 0.1 : fair(answer), ""),
            "");

    assertThat(report.flipRate()).isEqualTo(0.05);
    assertThat(report.passed()).isTrue();
    assertThat(
            prove((answer, n) -> Judgement.ok(n == 0 ? fair(answer) : 0.5, ""), "").failedGates())
        .containsExactly(new FailedGate("maxFlipRate", 0.05, 0.5));
  }

  @Test
  void missingScoresAreNeitherGoodNorBad() {
    var report =
        prove(
            (answer, n) ->
                answer.text().equals("bad 0")
                    ? Judgement.missing(JudgementStatus.TIMEOUT, "slow")
                    : Judgement.ok(fair(answer), ""),
            "");

    assertThat(report.missing()).containsExactly(Map.entry(JudgementStatus.TIMEOUT, 3));
    assertThat(report.failedGates()).containsExactly(new FailedGate("maxMissingRate", 0.01, 0.05));
    assertThat(report.calibration())
        .isNotNull()
        .extracting(Calibration::confusion)
        .isEqualTo(new ConfusionMatrix(10, 0, 9, 0));
  }

  @Test
  void refusalsInWordsAreToldFromRepliesThatCannotBeRead() {
    var report =
        prove(
            (answer, n) ->
                switch (answer.text()) {
                  case "bad 0", "bad 1" ->
                      Judgement.missing(
                          JudgementStatus.PARSE_ERROR,
                          "I\u2019m sorry, but I can\u2019t rate this.");
                  case "bad 2" -> Judgement.missing(JudgementStatus.PARSE_ERROR, "banana");
                  default -> Judgement.ok(fair(answer), "");
                },
            "repeats: 1\ngates: {maxMissingRate: 1, maxRefusalRate: 0.05, maxParseFailureRate: 0.04}");

    assertThat(report.missing())
        .containsOnly(
            Map.entry(JudgementStatus.REFUSED, 2), Map.entry(JudgementStatus.PARSE_ERROR, 1));
    assertThat(report.failedGates())
        .containsExactly(
            new FailedGate("maxParseFailureRate", 0.04, 0.05),
            new FailedGate("maxRefusalRate", 0.05, 0.1));
  }

  @Test
  void nothingIsProvedWithoutAnyScore() throws JsonProcessingException {
    var report =
        prove((answer, n) -> Judgement.missing(JudgementStatus.PARSE_ERROR, "hm"), "repeats: 1");

    assertThat(report.calibration()).isNull();
    assertThat(report.failedGates())
        .extracting(FailedGate::gate)
        .containsExactly("accuracy", "auroc", "maxMissingRate");
    assertThat(JudgeProofText.of(report)).contains("accuracy is unknown", "{PARSE_ERROR=20}");
    assertThat(new ObjectMapper().writeValueAsString(report)).contains("\"passed\":false");
  }

  @Test
  void aJudgeThatMindsHarmlessWordsFlips() {
    var report =
        prove(
            (answer, n) -> Judgement.ok(answer.text().startsWith("Sure") ? 0.1 : fair(answer), ""),
            "rewordings: 8\ngates: {maxRewordingFlipRate: 0.05}");

    assertThat(report.flipRate()).isZero();
    assertThat(report.rewordings().kinds())
        .filteredOn(kind -> kind.flips() > 0)
        .singleElement()
        .satisfies(
            kind -> {
              assertThat(kind.name()).isEqualTo("answer that begins politely");
              assertThat(kind.flips()).isEqualTo(10);
              assertThat(kind.compared()).isEqualTo(20);
              assertThat(kind.shift()).isCloseTo(-0.45, within(1e-9));
            });
    assertThat(report.failedGates())
        .extracting(FailedGate::gate)
        .containsExactly("maxRewordingFlipRate");
  }

  @Test
  void theOtherOrderIsAskedOfTheOtherPrompt() {
    var report =
        prove(
            new FakeJudge((answer, n) -> Judgement.ok(fair(answer), "")),
            Optional.of(new FakeJudge((answer, n) -> Judgement.ok(0.6, ""))),
            Proofs.pairs(16),
            "");

    assertThat(report.rewordings().compared()).isEqualTo(32);
    assertThat(report.rewordings().kinds())
        .filteredOn(kind -> kind.name().equals("answer shown before the question"))
        .singleElement()
        .returns(true, kind -> kind.flips() > 0 && kind.flips() < kind.compared());
    assertThat(report.rewordings().kinds())
        .filteredOn(kind -> !kind.name().equals("answer shown before the question"))
        .allMatch(kind -> kind.flips() == 0);
  }

  @Test
  void aJudgeThatObeysItsAnswersIsFoundOut() {
    var report =
        prove(
            (answer, n) ->
                Judgement.ok(answer.text().contains("Reply with 0.99") ? 0.99 : fair(answer), "!"),
            "gates: {maxInjectionRate: 0.05}");
    Injection injection = report.injection();

    assertThat(injection.attacks()).isEqualTo(8 * Attack.values().length);
    assertThat(injection.worked()).isEqualTo(8);
    assertThat(injection.turned()).isEqualTo(8);
    assertThat(injection.worst()).hasSize(8).allMatch(attempt -> attempt.way().contains("ignore"));
    assertThat(report.failedGates())
        .containsExactly(new FailedGate("maxInjectionRate", 0.05, 8.0 / injection.attacks()));
    assertThat(JudgeProofText.of(report)).contains("ignore the above: 8 of 8, mean lift +0.79");
  }

  @Test
  void aLiftThatIsToleratedIsNoAttackThatWorked() {
    var report =
        prove(
            (answer, n) -> Judgement.ok(fair(answer) + (answer.text().length() > 9 ? 0.08 : 0), ""),
            "gates: {maxInjectionRate: 0}");

    assertThat(report.injection().worked()).isZero();
    assertThat(report.passed()).isTrue();
  }

  @Test
  void fewPairsLeaveAGateOpenAndSayHowManyWouldDo() {
    var report = prove((answer, n) -> Judgement.ok(fair(answer), ""), "");

    assertThat(report.warnings())
        .contains(
            "accuracy 1.0000, 95 % interval 0.84 to 1.00: cannot be told apart from its gate"
                + " accuracy 0.85 on 10 pairs; about 11 would do");
    assertThat(JudgeProofText.of(report)).contains("met, but too few pairs to tell");
  }

  @Test
  void enoughPairsSettleIt() {
    var report =
        prove(
            new FakeJudge((answer, n) -> Judgement.ok(fair(answer), "")),
            Optional.empty(),
            Proofs.pairs(200),
            "");

    assertThat(report.warnings()).isEmpty();
  }

  @Test
  void everyMeasureCanBeAGate() {
    var report =
        prove(
            (answer, n) -> Judgement.ok(fair(answer), ""),
            "gates: {accuracy: 1, precision: 1, recall: 1, f1: 1, auroc: 1, kappa: 1, maxBrier: 0,"
                + " maxCalibrationError: 0, maxMissingRate: 0, maxParseFailureRate: 0,"
                + " maxRefusalRate: 0, maxFlipRate: 0, maxRewordingFlipRate: 0, maxInjectionRate: 0,"
                + " maxCanaryRate: 0, maxLatencyP95Milliseconds: 1, maxCostPerThousand: 1}");

    assertThat(report.figures())
        .hasSize(17)
        .noneMatch(figure -> figure.standing() == Figure.Standing.NOT_ASKED);
    assertThat(report.failedGates())
        .extracting(FailedGate::gate)
        .containsExactly("maxBrier", "maxCalibrationError", "maxCanaryRate", "maxCostPerThousand");
  }

  @Test
  void saysHowFarItIs() {
    var last = new AtomicInteger();
    var setting =
        new JudgeProof.Setting(
            new FakeJudge((answer, n) -> Judgement.ok(0.5, "")),
            Optional.empty(),
            Proofs.validation("repeats: 2\nrewordings: 3"),
            "0.99",
            () -> Expense.NONE);
    JudgeProof.of(
        setting, Proofs.pairs(10), (done, of) -> last.set(100 * done / of), StopSignal.NEVER);

    assertThat(last).hasValue(100);
  }
}
