package dev.rlaif.trainer.run;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rlaif.api.v1alpha1.Reason;
import dev.rlaif.api.v1alpha1.ValidationStatus;
import dev.rlaif.plan.StageName;
import dev.rlaif.plan.StageReport;
import dev.rlaif.plan.StageReport.Outcome;
import dev.rlaif.trainer.judge.JudgementStatus;
import dev.rlaif.trainer.proof.Expense;
import dev.rlaif.trainer.proof.FailedGate;
import dev.rlaif.trainer.proof.Figure;
import dev.rlaif.trainer.proof.Injection;
import dev.rlaif.trainer.proof.Interval;
import dev.rlaif.trainer.proof.JudgeProofReport;
import dev.rlaif.trainer.proof.Rewordings;
import dev.rlaif.trainer.stage.StageFailure;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Instant;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class ReportsTest {
  private static final Instant TIME = Instant.parse("2026-05-01T10:00:00Z");

  private static JudgeProofReport proof(List<FailedGate> failed) {
    return new JudgeProofReport(
        "judge-7b",
        "model hash",
        20,
        1,
        0.5,
        40,
        Map.of(JudgementStatus.PARSE_ERROR, 2, JudgementStatus.REFUSED, 1),
        0.075,
        1.0 / 3,
        0,
        0,
        null,
        null,
        12,
        34,
        new Expense(40, 800, 80, 1.25, 31.25),
        new Rewordings(40, 4, List.of()),
        List.of(),
        new Injection(0.1, 60, 3, 1, List.of(), List.of()),
        List.of(),
        List.of(
            new Figure(
                "accuracy",
                "accuracy",
                0.9,
                new Interval(0.76953, 0.96),
                0.85,
                true,
                Figure.Standing.MET,
                true,
                52),
            figure("maxRewordingFlipRate", 0.1),
            figure("maxInjectionRate", 0.05)),
        failed,
        Collections.nCopies(6, "too few pairs ".repeat(20)));
  }

  private static Figure figure(String gate, double value) {
    return new Figure(gate, gate, value, null, null, false, Figure.Standing.NOT_ASKED, false, null);
  }

  @Test
  void aProofsFiguresReachTheStatus() {
    ValidationStatus status = StatusFigures.validation(proof(List.of()), "h", TIME);

    assertThat(status.accuracyLow()).isEqualTo("0.7695");
    assertThat(status.accuracyHigh()).isEqualTo("0.96");
    assertThat(status.rewordingFlipRate()).isEqualTo("0.1");
    assertThat(status.injectionRate()).isEqualTo("0.05");
    assertThat(status.refusals()).isEqualTo(1);
    assertThat(status.cost()).isEqualTo("1.25");
    assertThat(status.warnings()).hasSize(4).allMatch(warning -> warning.length() == 160);
  }

  @Test
  void aJudgeThatFallsShortIsAResult() {
    var failed =
        List.of(new FailedGate("accuracy", 0.9, Double.NaN), new FailedGate("f1", 0.9, 0.12346));
    ValidationStatus status = StatusFigures.validation(proof(failed), "sha256:1", TIME);
    StageReport report = Reports.judge(status);

    assertThat(report.outcome()).isEqualTo(Outcome.SUCCEEDED);
    assertThat(report.reason()).isEqualTo(Reason.BELOW_THRESHOLD);
    assertThat(report.hash()).isEqualTo("sha256:1");
    assertThat(report.message())
        .isEqualTo("accuracy is not measurable, wanted 0.9; f1 is 0.1235, wanted 0.9");
    assertThat(status.passed()).isFalse();
    assertThat(status.missing()).isEqualTo(3);
    assertThat(status.flipRate()).isEqualTo("0.3333");
    assertThat(status.accuracy()).isNull();
    assertThat(StageReport.read(report.json())).contains(report);
  }

  @Test
  void aJudgeThatPassesSaysOnHowMuch() {
    StageReport report = Reports.judge(StatusFigures.validation(proof(List.of()), "h", TIME));
    assertThat(report.reason()).isEqualTo(Reason.VALIDATED);
    assertThat(report.message()).isEqualTo("passed its gates on 20 examples");
  }

  @Test
  void theLongestReportFitsIntoATerminationMessage() {
    var gates = Collections.nCopies(40, new FailedGate("gate\u00e4".repeat(80), 1, 2));
    StageReport report =
        Reports.judge(StatusFigures.validation(proof(gates), "h".repeat(71), TIME));
    assertThat(report.json().getBytes(StandardCharsets.UTF_8)).hasSizeLessThanOrEqualTo(4096);
    assertThat(StageReport.read(report.json())).isPresent();
  }

  @Test
  void anInterruptionSaysHowFarItCame() {
    var progress = new Progress(new SilentLog(), Clock.systemUTC());
    progress.begins(StageName.TRAIN, "model");
    progress.trains(12, 40);
    StageReport report =
        Reports.failed(StageName.TRAIN, "h", StageFailure.interrupted("stopped"), progress);

    assertThat(report.outcome()).isEqualTo(Outcome.INTERRUPTED);
    assertThat(report.reason()).isEqualTo(Reason.INTERRUPTED);
    assertThat(report.training()).isNotNull().returns(12L, training -> training.step());
    assertThat(report.checkpoint()).isNotNull().returns(12L, checkpoint -> checkpoint.step());
    assertThat(Reports.failed(StageName.TRAIN, "h", StageFailure.wrong("no"), progress).outcome())
        .isEqualTo(Outcome.FAILED);
  }
}
