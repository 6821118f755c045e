package dev.rlaif.trainer.cli;

import dev.rlaif.plan.JudgePlan;
import dev.rlaif.plan.RunPlan;
import dev.rlaif.plan.StageName;
import dev.rlaif.plan.Workspace;
import dev.rlaif.trainer.cli.RunSelection.Run;
import dev.rlaif.trainer.evaluate.EvaluationReport;
import dev.rlaif.trainer.judge.Judge;
import dev.rlaif.trainer.judge.JudgeProofReport;
import dev.rlaif.trainer.judge.JudgeProofText;
import dev.rlaif.trainer.judge.JudgeStage;
import dev.rlaif.trainer.judge.Judges;
import dev.rlaif.trainer.prompt.PromptFiles;
import dev.rlaif.trainer.prompt.PromptsStage;
import dev.rlaif.trainer.prompt.PromptsText;
import dev.rlaif.trainer.stage.Sources;
import dev.rlaif.trainer.stage.StageFailure;
import java.nio.file.Files;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The stages of a run in this process. What is finished in the workspace is not repeated. */
final class LocalRun implements AutoCloseable {
  private final Run run;
  private final RunPlan plan;
  private final Workspace workspace;
  private final Sources sources;
  private final Map<String, String> environment;
  private final Terminal terminal;
  private @Nullable RunModel model;

  LocalRun(Run run, Map<String, String> environment, Terminal terminal) {
    this.run = run;
    this.plan = run.plan();
    this.workspace = run.workspace();
    this.sources = Sources.of(environment, plan.configMaps());
    this.environment = environment;
    this.terminal = terminal;
  }

  /** Before anything that costs time or money; left out where nothing needs the model any more. */
  void loadModel() {
    LocalLimits.of(plan).notes().forEach(note -> terminal.line("   note: " + note));
    if (!isTrained() || !isFinished(StageName.EVALUATE)) {
      model();
    }
  }

  /** Every judge of the run must pass its own gates before anything is trained against it. */
  void proveJudges() {
    proveJudge(plan.judge());
    plan.evaluationJudge().ifPresent(this::proveJudge);
  }

  private void proveJudge(JudgePlan judge) {
    terminal.stage("judge", judge.name());
    if (judge.spec().validation() == null) {
      terminal.line("   not proved: spec.validation is absent and the run does not require it");
      return;
    }
    JudgeProofReport report =
        new JudgeStage(sources, environment)
            .run(
                judge,
                Optional.of(workspace),
                (done, of) -> terminal.progress("judging", done, of));
    terminal.line(JudgeProofText.of(report).stripTrailing());
    if (!report.passed() && !plan.spec().judgeRef().requireValidated()) {
      terminal.result(
          "   the judge "
              + judge.name()
              + " falls short of its gates; spec.judgeRef.requireValidated is false, so it is used");
    } else if (!report.passed()) {
      throw StageFailure.wrong(
          "the judge "
              + judge.name()
              + " falls short of its gates, so nothing is trained against it: improve its prompt or"
              + " words, correct the examples, or lower spec.validation.gates; the whole report is "
              + workspace.judgeProof(judge.name()));
    }
  }

  void preparePrompts() {
    terminal.stage("prompts", "train and held-out");
    var manifest =
        new PromptsStage(
                sources,
                environment,
                Optional.empty(),
                (done, of) -> terminal.progress("generating", done, of))
            .run(plan.spec().prompts(), workspace);
    terminal.line(PromptsText.of(manifest).stripTrailing());
  }

  void train(StopOnSignal stop) {
    terminal.stage("train", plan.spec().model().uri());
    if (isTrained()) {
      terminal.line("   finished already: " + workspace.adapter());
      return;
    }
    requirePrompts();
    long steps =
        new LocalTraining(plan, workspace, model(), terminal)
            .run(PromptFiles.read(workspace.trainPrompts()), judge(plan.judge()), stop);
    finished(StageName.TRAIN, steps + " steps");
    terminal.result("   adapter in PEFT format: " + workspace.adapter());
  }

  EvaluationReport evaluate() {
    terminal.stage("evaluate", "base against tuned on held-out prompts");
    var evaluation = new LocalEvaluation(plan, workspace, sources, terminal);
    if (!isFinished(StageName.EVALUATE)) {
      requireAdapter();
      requirePrompts();
      evaluation.run(
          PromptFiles.read(workspace.heldOutPrompts()),
          judge(plan.evaluationJudge().orElse(plan.judge())),
          model());
      finished(StageName.EVALUATE, "evaluated");
    }
    return evaluation.show();
  }

  /** The model, loaded when a stage first needs it. */
  RunModel model() {
    RunModel loaded = model;
    if (loaded == null) {
      loaded = RunModel.load(plan, sources);
      model = loaded;
    }
    return loaded;
  }

  RunPlan plan() {
    return plan;
  }

  Workspace workspace() {
    return workspace;
  }

  @Override
  public void close() {
    try (run) {
      if (model != null) {
        model.close();
      }
    }
  }

  private Judge judge(JudgePlan judge) {
    return new Judges(sources, environment, Optional.of(workspace)).open(judge);
  }

  private boolean isTrained() {
    return isFinished(StageName.TRAIN) && hasAdapter();
  }

  private boolean hasAdapter() {
    return Files.exists(workspace.adapter().resolve("adapter_config.json"));
  }

  private boolean isFinished(StageName stage) {
    return StageMarker.isFinished(workspace, stage, plan.hash());
  }

  private void finished(StageName stage, String summary) {
    new StageMarker(stage, plan.hash(), summary).write(workspace);
  }

  private void requirePrompts() {
    if (!Files.exists(workspace.promptManifest())) {
      throw StageFailure.wrong(
          workspace.prompts() + " has no prompts yet: make them with: rlaif prompts -f FILE");
    }
  }

  private void requireAdapter() {
    if (!hasAdapter()) {
      throw StageFailure.wrong(
          workspace.adapter() + " is not there yet: train first, with: rlaif train -f FILE");
    }
  }
}
