package dev.rlaif.trainer.train;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rlaif.api.v1alpha1.Preset;
import dev.rlaif.plan.AlgorithmPlan.ScorePlan;
import dev.rlaif.plan.RunPlan;
import dev.rlaif.plan.Workspace;
import dev.rlaif.trainer.judge.JudgementStatus;
import dev.rlaif.trainer.learn.Plans;
import dev.rlaif.trainer.tracking.MetricsLog;
import dev.rlaif.trainer.tracking.RolloutLog;
import dev.rlaif.trainer.tracking.RolloutRow;
import dev.rlaif.trainer.tracking.StepMetrics;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TrainingRecordTest {
  @TempDir private Path temp;
  private RunPlan plan;
  private Workspace workspace;

  @BeforeEach
  void open() {
    plan = FoodRun.plan(Preset.MODERN, 4);
    workspace = new Workspace(temp);
  }

  @Test
  void missingScoreIsNullInTheTableAndKeepsItsStatus() {
    try (TrainingRecord record = TrainingRecord.open(plan, workspace, 0, -1)) {
      record.step(1, result(1, Set.of("1")));
    }
    List<RolloutRow> rows = new RolloutLog(workspace.rollouts()).read(1);
    assertThat(rows)
        .extracting(RolloutRow::judgeStatus)
        .containsExactly(JudgementStatus.OK, JudgementStatus.TIMEOUT, JudgementStatus.OK);
    assertThat(rows.get(1).probability()).isNull();
    assertThat(rows.get(1).reward()).isNull();
    assertThat(rows.get(1).judgeRaw()).isEqualTo("no reply");
    assertThat(rows.get(0).reward()).isNotNull();
  }

  @Test
  void stepsAfterTheCheckpointAreWrittenAgainNotTwice() {
    try (TrainingRecord record = TrainingRecord.open(plan, workspace, 0, -1)) {
      for (long step = 1; step <= 3; step++) {
        record.step(step, result(step, Set.of("1")));
      }
    }
    try (TrainingRecord record = TrainingRecord.open(plan, workspace, 1, -1)) {
      record.step(2, result(2, Set.of()));
    }
    List<StepMetrics> metrics = MetricsLog.read(workspace.metrics());
    assertThat(metrics).extracting(StepMetrics::step).containsExactly(1L, 2L);
    assertThat(metrics.get(1).get("judge/missing_frac")).hasValue(0);
    assertThat(new RolloutLog(workspace.rollouts()).read(2))
        .hasSize(3)
        .allSatisfy(row -> assertThat(row.judgeStatus()).isEqualTo(JudgementStatus.OK));
  }

  private static TrainingStep.Result result(long step, Set<String> failing) {
    Plans plans = Plans.modern();
    plans.score = new ScorePlan(false, false, false, Optional.of(3.0));
    return new ToyRun(plans, 1, failing).run(step, ToyRun.prompts(3));
  }
}
