package dev.rlaif.trainer.page;

import dev.rlaif.api.v1alpha1.Reason;
import dev.rlaif.plan.Documents;
import dev.rlaif.plan.PlanJson;
import dev.rlaif.plan.RunPlan;
import dev.rlaif.plan.RunPlanner;
import dev.rlaif.plan.StageName;
import dev.rlaif.plan.StageReport;
import dev.rlaif.plan.StageReport.Outcome;
import dev.rlaif.plan.Workspace;
import dev.rlaif.trainer.cli.Shell;
import dev.rlaif.trainer.evaluate.EvaluationFiles;
import dev.rlaif.trainer.judge.JudgementStatus;
import dev.rlaif.trainer.rollout.FinishReason;
import dev.rlaif.trainer.stage.AtomicFile;
import dev.rlaif.trainer.tracking.MetricsLog;
import dev.rlaif.trainer.tracking.RolloutLog;
import dev.rlaif.trainer.tracking.RolloutRow;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** A run's folder as the stages leave it, written by what they write it with. */
final class MadeWorkspace {
  static final Map<String, String> ENVIRONMENT = Shell.ENVIRONMENT;
  static final int STEPS = 40;

  /** Would raise an alarm, fetch, and change the page, if anything of it were taken as markup. */
  static final String HOSTILE =
      "</script><script>document.title='ran'</script><img src=x onerror=\"document.title='ran'\">"
          + "<a href=\"javascript:document.title='ran'\">beef</a>";

  private static final Instant BEGUN = Instant.parse("2026-01-05T08:00:00Z");

  private final Workspace workspace;
  private final RunPlan plan;

  MadeWorkspace(Path root) throws IOException {
    this(root, "training.steps=" + STEPS);
  }

  MadeWorkspace(Path root, String... sets) throws IOException {
    workspace = new Workspace(root);
    plan =
        RunPlanner.plan(Documents.parse(Map.of("run.yaml", Shell.example()), List.of(sets)))
            .orElseThrow(problems -> new AssertionError(problems.toString()));
  }

  Workspace workspace() {
    return workspace;
  }

  MadeWorkspace begun() {
    AtomicFile.write(workspace.plan(), PlanJson.writePretty(plan));
    return this;
  }

  MadeWorkspace proved() {
    AtomicFile.write(workspace.judgeProof(plan.judge().name()), MadeRun.proof().toString());
    AtomicFile.write(
        workspace.baseScores(),
        "{\"answers\":64,\"scored\":62,\"mean\":0.44,\"deviation\":0.41,\"badThreshold\":0.5,"
            + "\"bad\":34,\"histogram\":[28,3,1,0,2,1,2,3,5,17]}\n");
    done(StageName.PROMPTS, Reason.COMPLETED, "800 prompts to train on, 100 held out");
    return this;
  }

  /** Steps up to {@code last}, as many answers each. */
  MadeWorkspace trained(long last, int answers) {
    for (long step = 1; step <= last; step++) {
      step(step, answers);
    }
    return this;
  }

  /** One step more. */
  void step(long step, int answers) {
    List<RolloutRow> rows = new ArrayList<>();
    for (int i = 0; i < answers; i++) {
      rows.add(row(step, i));
    }
    new RolloutLog(workspace.rollouts()).write(step, rows);
    metrics(step);
  }

  /** The line of a step, a second after the one before. */
  void metrics(long step) {
    Clock clock = Clock.fixed(BEGUN.plus(Duration.ofSeconds(step)), ZoneOffset.UTC);
    MetricsLog.open(workspace.metrics(), step - 1, clock).append(MadeRun.metrics(step, STEPS));
  }

  MadeWorkspace evaluated(double minImprovement) {
    done(StageName.TRAIN, Reason.COMPLETED, STEPS + " of " + STEPS + " steps");
    var result = MadeRun.evaluated(MadeRun.gates(minImprovement));
    EvaluationFiles.write(result, workspace.evaluationReport(), workspace.evaluationSamples());
    boolean passed = result.report().verdict().passed();
    done(
        StageName.EVALUATE,
        passed ? Reason.PASSED : Reason.BELOW_THRESHOLD,
        result.report().verdict().summary());
    return this;
  }

  private void done(StageName stage, Reason reason, String message) {
    var report = StageReport.of(stage, plan.hash(), Outcome.SUCCEEDED, reason, message);
    AtomicFile.write(workspace.stageReport(stage), PlanJson.writePretty(report));
  }

  /** Every fifth is a violation, every seventh has no score, every hundredth is hostile. */
  static RolloutRow row(long step, int sample) {
    long number = step * 1000 + sample;
    boolean bad = number % 5 == 0;
    boolean missing = number % 7 == 0;
    String answer =
        bad ? "Roast beef with potatoes." : "A lentil stew with cumin, number " + number;
    Double p = missing ? null : Double.valueOf(bad ? 0.01 : 0.99);
    return new RolloutRow(
        step,
        sample,
        "p" + sample,
        "What can I cook for " + (sample + 2) + " guests?",
        number % 100 == 0 ? HOSTILE : answer,
        20,
        10 + sample % 30,
        sample % 11 == 0 ? FinishReason.LENGTH : FinishReason.STOP,
        missing ? JudgementStatus.TIMEOUT : JudgementStatus.OK,
        p,
        p == null ? null : Double.valueOf(Math.log(p / (1 - p))),
        p,
        0.0,
        p,
        0.1 * sample,
        -12.0,
        -12.1,
        -12.0,
        bad ? "forbidden: beef" : "good",
        1,
        12,
        step);
  }
}
