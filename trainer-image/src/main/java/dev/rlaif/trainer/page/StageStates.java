package dev.rlaif.trainer.page;

import com.fasterxml.jackson.databind.JsonNode;
import dev.rlaif.api.v1alpha1.AlgorithmType;
import dev.rlaif.api.v1alpha1.Reason;
import dev.rlaif.plan.JudgePlan;
import dev.rlaif.plan.RunPlan;
import dev.rlaif.plan.StageName;
import dev.rlaif.plan.StageReport;
import dev.rlaif.plan.StageReport.Outcome;
import dev.rlaif.plan.Workspace;
import dev.rlaif.trainer.page.StageView.State;
import java.io.IOException;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Where a run is, told from what lies in its workspace. */
final class StageStates {
  /** Steps whose pace foretells the rest. */
  private static final int PACE = 20;

  private final RunPlan plan;
  private final Workspace workspace;
  private final Activity activity;
  private final List<StageView> stages = new ArrayList<>();

  /**
   * What a process does at the moment.
   *
   * @param working a process holds the workspace
   * @param steps of the whole training; 0 where it is not known yet
   * @param evaluated answers of an evaluation that is not complete
   * @param judged calls of judges
   */
  record Activity(boolean working, MetricsTable metrics, long steps, long evaluated, long judged) {}

  private StageStates(RunPlan plan, Workspace workspace, Activity activity) {
    this.plan = plan;
    this.workspace = workspace;
    this.activity = activity;
  }

  /** All stages of the run in their order. */
  static List<StageView> of(RunPlan plan, Workspace workspace, Activity activity) {
    var states = new StageStates(plan, workspace, activity);
    states.judges();
    if (plan.spec().model().uri().startsWith("hf://")) {
      states.add(StageName.MODEL);
    }
    states.add(StageName.PROMPTS);
    if (plan.algorithm().type() == AlgorithmType.DPO) {
      states.add(StageName.PAIRS);
    }
    states.add(StageName.TRAIN);
    states.add(StageName.EVALUATE);
    return states.stages;
  }

  private void judges() {
    Stream.concat(Stream.of(plan.judge()), plan.evaluationJudge().stream()).forEach(this::judge);
  }

  private void judge(JudgePlan judge) {
    String name = "judge";
    Optional<JsonNode> proof = JsonFile.read(workspace.judgeProof(judge.name()));
    if (judge.spec().validation() == null) {
      stages.add(StageView.of(name, State.DONE, judge.name() + " needs no proof"));
    } else if (proof.isEmpty()) {
      stages.add(
          StageView.of(name, next(), judge.name()).count("judgements", activity.judged(), 0, null));
    } else {
      boolean passed = proof.get().path("passed").asBoolean();
      boolean ends = !passed && plan.spec().judgeRef().requireValidated();
      String detail =
          "%s %s on %d pairs"
              .formatted(
                  judge.name(),
                  passed ? "passed" : "falls short",
                  proof.get().path("examples").asInt());
      stages.add(StageView.of(name, ends ? State.FELL_SHORT : State.DONE, detail));
    }
  }

  private void add(StageName stage) {
    Optional<StageReport> report = finished(stage);
    State state = report.isPresent() ? done(stage, report.get()) : next();
    String detail = report.map(StageReport::message).orElse("");
    stages.add(counted(stage, StageView.of(stage.word(), state, detail)));
  }

  private static State done(StageName stage, StageReport report) {
    boolean rejected = stage == StageName.EVALUATE && report.reason() == Reason.BELOW_THRESHOLD;
    return rejected ? State.FELL_SHORT : State.DONE;
  }

  /** The first stage that is not done is the one at hand. */
  private State next() {
    boolean first = stages.stream().allMatch(stage -> stage.state() == State.DONE);
    if (!first) {
      return State.WAITING;
    }
    return activity.working() ? State.RUNNING : State.STOPPED;
  }

  private StageView counted(StageName stage, StageView view) {
    return switch (stage) {
      case TRAIN -> {
        MetricsTable metrics = activity.metrics();
        long done = metrics.rows() == 0 ? 0 : metrics.step(metrics.rows() - 1);
        long total = activity.steps();
        yield view.count("steps", done, total, remaining(metrics, total - done, view.state()));
      }
      case EVALUATE -> {
        long total =
            2L * plan.spec().prompts().heldOut() * (1 + plan.spec().evaluation().samples());
        long done = view.state() == State.DONE ? total : activity.evaluated();
        yield view.count("answers", Math.min(done, total), total, null);
      }
      default -> view;
    };
  }

  /** At the pace of the last steps, by the times at which they ended. */
  private static @Nullable Long remaining(MetricsTable metrics, long toDo, State state) {
    int last = metrics.rows() - 1;
    int first = Math.max(0, last - PACE);
    if (state != State.RUNNING || last <= first) {
      return null;
    }
    double pace =
        (metrics.time(last) - metrics.time(first)) / (metrics.step(last) - metrics.step(first));
    return Double.isFinite(pace) ? Math.round(pace * toDo) : null;
  }

  private Optional<StageReport> finished(StageName stage) {
    try {
      return StageReport.read(Files.readString(workspace.stageReport(stage)))
          .filter(report -> report.hash().equals(plan.hash()))
          .filter(report -> report.outcome() == Outcome.SUCCEEDED);
    } catch (IOException e) {
      return Optional.empty(); // not there yet
    }
  }
}
