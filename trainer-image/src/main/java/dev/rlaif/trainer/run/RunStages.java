package dev.rlaif.trainer.run;

import dev.rlaif.api.v1alpha1.AlgorithmType;
import dev.rlaif.api.v1alpha1.CheckpointsAfterEnd;
import dev.rlaif.api.v1alpha1.Pairs;
import dev.rlaif.api.v1alpha1.Reason;
import dev.rlaif.plan.JudgePlan;
import dev.rlaif.plan.RunPlan;
import dev.rlaif.plan.StageName;
import dev.rlaif.plan.StageReport;
import dev.rlaif.plan.Workspace;
import dev.rlaif.trainer.checkpoint.CheckpointStore;
import dev.rlaif.trainer.hub.ModelDownload;
import dev.rlaif.trainer.judge.Judge;
import dev.rlaif.trainer.judge.Judges;
import dev.rlaif.trainer.page.FrozenPage;
import dev.rlaif.trainer.pair.PairFiles;
import dev.rlaif.trainer.pair.PairManifest;
import dev.rlaif.trainer.pair.PairsText;
import dev.rlaif.trainer.pair.Preference;
import dev.rlaif.trainer.prompt.LeakCheck;
import dev.rlaif.trainer.prompt.OwnModel;
import dev.rlaif.trainer.prompt.Prompt;
import dev.rlaif.trainer.prompt.PromptFiles;
import dev.rlaif.trainer.prompt.PromptManifest;
import dev.rlaif.trainer.prompt.PromptsStage;
import dev.rlaif.trainer.prompt.PromptsText;
import dev.rlaif.trainer.prompt.QuestionWriters;
import dev.rlaif.trainer.stage.Sources;
import dev.rlaif.trainer.stage.StageFailure;
import dev.rlaif.trainer.stage.StopSignal;
import dev.rlaif.trainer.tracking.MetricsLog;
import dev.rlaif.trainer.train.BaseScores;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/** The stages of a run. What is finished in the workspace is not repeated. */
public final class RunStages implements AutoCloseable {
  private final RunPlan plan;
  private final Workspace workspace;
  private final Sources sources;
  private final Map<String, String> environment;
  private final Progress progress;
  private final StopSignal stop;
  private final StageReports reports;
  private @Nullable RunModel model;

  /**
   * @param environment variables, where secrets and the hub's address are looked up
   */
  public RunStages(
      RunPlan plan,
      Workspace workspace,
      Map<String, String> environment,
      Progress progress,
      StopSignal stop) {
    this.plan = plan;
    this.workspace = workspace;
    this.sources = Sources.of(environment, plan.configMaps());
    this.environment = Map.copyOf(environment);
    this.progress = progress;
    this.stop = stop;
    this.reports = new StageReports(workspace);
  }

  /**
   * Loads the model before anything that costs time or money; left out where nothing needs it any
   * more, or where it must be downloaded, for which the judge is proved first.
   */
  public void loadModel() {
    TrainerLimits.of(plan, sources).notes().forEach(note -> progress.notes("note: " + note));
    boolean needed = !isTrained() || !isFinished(StageName.EVALUATE);
    if (needed && !ModelDownload.isNeeded(plan.spec().model())) {
      model();
    }
  }

  /** Every judge of the run must pass its own gates before anything is trained against it. */
  public void proveJudges() {
    var gate =
        new JudgeGate(
            new JudgeProofs(sources, environment),
            workspace,
            plan.spec().judgeRef().requireValidated(),
            progress,
            stop);
    gate.require(plan.judge());
    plan.evaluationJudge().ifPresent(gate::require);
  }

  /** Whether the model has a stage of its own, because it lies in a hub. */
  public boolean downloads() {
    return ModelDownload.isNeeded(plan.spec().model());
  }

  /** Brings the model from its hub into the workspace. */
  public StageReport download() {
    progress.begins(StageName.MODEL, plan.spec().model().uri());
    if (!downloads()) {
      throw StageFailure.wrong(
          "spec.model.uri is " + plan.spec().model().uri() + ": only hf:// is downloaded");
    }
    var downloaded =
        new ModelDownload(plan.spec().model(), workspace, environment, stop)
            .run((bytes, of) -> progress.counts("downloading, bytes", bytes, of));
    return finished(Reports.model(plan.hash(), downloaded));
  }

  public StageReport preparePrompts() {
    progress.begins(StageName.PROMPTS, "train and held-out");
    PromptManifest manifest = prompts();
    progress.notes(promptsText(manifest).stripTrailing());
    return finished(Reports.prompts(plan.hash(), manifest));
  }

  /** Makes the prompts, without a report. */
  public PromptManifest prompts() {
    return new PromptsStage(writers(), (done, of) -> progress.counts("generating", done, of), stop)
        .run(plan.spec().prompts(), workspace);
  }

  /** What a person may want to know of prompts that are made. */
  public String promptsText(PromptManifest manifest) {
    return PromptsText.of(
        manifest, prompts(workspace.trainPrompts()), plan.spec().rollout().batchSize());
  }

  private QuestionWriters writers() {
    var source = plan.spec().model();
    String revision = source.revision() == null ? "" : "@" + source.revision();
    return new QuestionWriters(
        sources, environment, new OwnModel(source.uri() + revision, () -> model().chat()));
  }

  /** Whether pairs have a stage of their own. */
  public boolean learnsFromPairs() {
    return plan.algorithm().type() == AlgorithmType.DPO;
  }

  /** Makes the preference pairs of the run, or reads those that it is given. */
  public StageReport pair() {
    Pairs given = plan.spec().pairs();
    progress.begins(StageName.PAIRS, given == null ? plan.spec().model().uri() : "of files");
    if (!learnsFromPairs()) {
      throw StageFailure.wrong(
          "spec.algorithm.type is " + plan.algorithm().type() + ": pairs are made for DPO only");
    }
    Optional<StageReport> known = reports.finished(StageName.PAIRS, plan.hash());
    Optional<PairManifest> there = PairFiles.manifest(workspace);
    if (known.isPresent() && there.isPresent()) {
      progress.notes("finished already: " + workspace.preferencePairs());
      return known.get();
    }
    requirePrompts();
    var pairing = new Pairing(plan, workspace, model(), progress, stop);
    PairManifest manifest =
        given == null
            ? pairing.make(prompts(workspace.trainPrompts()), () -> judge(plan.judge()))
            : pairing.read(given, sources, prompts(workspace.heldOutPrompts()));
    progress.notes(PairsText.of(manifest).stripTrailing());
    return finished(Reports.pairs(plan.hash(), manifest));
  }

  public StageReport train() {
    progress.begins(StageName.TRAIN, plan.spec().model().uri());
    Optional<StageReport> known = reports.finished(StageName.TRAIN, plan.hash());
    if (known.isPresent() && hasAdapter()) {
      progress.notes("finished already: " + workspace.adapter());
      return known.get();
    }
    requirePrompts();
    try (TrackedRun tracked = tracked();
        TrainingRanks ranks = TrainingRanks.lead(rankStage())) {
      train(new Training(plan, workspace, model(), writers(), ranks.ranks(), progress, tracked));
      progress.notes("adapter in PEFT format: " + workspace.adapter());
      StageReport report =
          finished(
              Reports.train(
                  plan.hash(),
                  StatusFigures.trained(
                      progress
                          .training()
                          .orElseThrow(() -> new IllegalStateException("training never began")),
                      MetricsLog.read(workspace.metrics())),
                  progress.checkpoint(),
                  BaseScores.read(workspace.baseScores())));
      ranks.release();
      return report;
    }
  }

  private void train(Training training) {
    if (learnsFromPairs()) {
      train(training, StageFailure.blaming(Reason.DATA_INVALID, () -> PairFiles.read(workspace)));
    } else {
      List<Prompt> prompts = prompts(workspace.trainPrompts());
      LeakCheck.of(prompts, prompts(workspace.heldOutPrompts()))
          .require(workspace.trainPrompts().toString());
      training.run(prompts, judges(), stop);
    }
  }

  /** Whether another process leads the training, and this one has to help it. */
  public boolean followsInTraining() {
    return !Nodes.of(environment, plan).leads();
  }

  /** Trains as the first node says; it alone writes into the workspace. */
  public StageReport follow() {
    progress.begins(StageName.TRAIN, plan.spec().model().uri());
    BooleanSupplier isOver = () -> isFinished(StageName.TRAIN);
    if (!isOver.getAsBoolean()) {
      TrainingRanks.follow(rankStage(), isOver);
    }
    return Reports.followed(plan.hash());
  }

  private TrainingRanks.Stage rankStage() {
    return new TrainingRanks.Stage(plan, workspace, environment, model(), progress, stop);
  }

  private void train(Training training, List<Preference> pairs) {
    if (SetAside.isWanted(plan)) {
      training.run(pairs, prompts(workspace.trainPrompts()), judges(), stop);
    } else {
      training.run(pairs, stop);
    }
  }

  private TrackedRun tracked() {
    return TrackedRun.open(plan, workspace, environment, progress::notes);
  }

  public StageReport evaluate() {
    progress.begins(StageName.EVALUATE, "base against tuned on held-out prompts");
    var evaluation = new HeldOutEvaluation(plan, workspace, sources, progress, stop);
    if (!isFinished(StageName.EVALUATE) || !Files.exists(workspace.evaluationReport())) {
      requireAdapter();
      requirePrompts();
      evaluation.run(
          prompts(workspace.heldOutPrompts()),
          judge(plan.evaluationJudge().orElse(plan.judge())),
          model());
    }
    StageReport report = finished(Reports.evaluate(plan.hash(), evaluation.show()));
    FrozenPage.write(workspace, environment);
    try (TrackedRun tracked = tracked()) {
      tracked.finish(report);
    }
    if (plan.spec().cleanup().checkpoints() == CheckpointsAfterEnd.DELETE) {
      new CheckpointStore(workspace.checkpoints(), 1).deleteAll();
    }
    return report;
  }

  /** The model, loaded when a stage first needs it. */
  public RunModel model() {
    RunModel loaded = model;
    if (loaded == null) {
      loaded = StageFailure.blaming(Reason.MODEL_INVALID, this::load);
      model = loaded;
    }
    return loaded;
  }

  private RunModel load() {
    var source = plan.spec().model();
    Path folder =
        ModelDownload.isNeeded(source)
            ? ModelDownload.folder(source, workspace)
            : sources.path(source.uri());
    return RunModel.load(plan, folder, RunDevice.of(environment, source.dtype()));
  }

  public RunPlan plan() {
    return plan;
  }

  public Workspace workspace() {
    return workspace;
  }

  @Override
  public void close() {
    if (model != null) {
      model.close();
    }
  }

  private RunJudges judges() {
    Judge training = judge(plan.judge());
    return new RunJudges(
        training,
        SetAside.isWanted(plan) ? plan.evaluationJudge().map(this::judge) : Optional.empty());
  }

  private Judge judge(JudgePlan judge) {
    return new Judges(sources, environment, Optional.of(workspace)).open(judge);
  }

  private static List<Prompt> prompts(Path file) {
    return StageFailure.blaming(Reason.DATA_INVALID, () -> PromptFiles.read(file));
  }

  private boolean isTrained() {
    return isFinished(StageName.TRAIN) && hasAdapter();
  }

  private boolean hasAdapter() {
    return Files.exists(workspace.adapter().resolve("adapter_config.json"));
  }

  private boolean isFinished(StageName stage) {
    return reports.finished(stage, plan.hash()).isPresent();
  }

  private StageReport finished(StageReport report) {
    progress.finished(report);
    return reports.keep(report);
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
