package dev.rlaif.trainer.run;

import dev.rlaif.api.v1alpha1.GeneratedPrompts;
import dev.rlaif.api.v1alpha1.GenerationTime;
import dev.rlaif.api.v1alpha1.RolloutEngine;
import dev.rlaif.plan.RunPlan;
import dev.rlaif.plan.Workspace;
import dev.rlaif.trainer.chat.Outage;
import dev.rlaif.trainer.checkpoint.BestValidation;
import dev.rlaif.trainer.checkpoint.Selection;
import dev.rlaif.trainer.judge.Judge;
import dev.rlaif.trainer.pair.Preference;
import dev.rlaif.trainer.parallel.Ranks;
import dev.rlaif.trainer.prompt.Prompt;
import dev.rlaif.trainer.prompt.PromptStream;
import dev.rlaif.trainer.prompt.QuestionWriters;
import dev.rlaif.trainer.rollout.PolicyEngine;
import dev.rlaif.trainer.rollout.vllm.VllmEngine;
import dev.rlaif.trainer.stage.StopSignal;
import dev.rlaif.trainer.tracking.ProgressLine;
import dev.rlaif.trainer.tracking.StepMetrics;
import dev.rlaif.trainer.train.BaseScores;
import dev.rlaif.trainer.train.TrainListener;
import dev.rlaif.trainer.train.TrainStage;
import dev.rlaif.trainer.train.Validating;
import dev.rlaif.trainer.validate.Validation;
import dev.rlaif.trainer.validate.ValidationFigures;
import dev.rlaif.trainer.validate.ValidationText;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The train stage, with a line that shows how it goes. */
final class Training implements TrainListener {
  /** Prompts that are generated while training are so many steps ahead of it. */
  private static final int STEPS_AHEAD = 4;

  private static final Map<String, String> SHOWN = new LinkedHashMap<>();

  static {
    SHOWN.put("reward", "env/reward_mean");
    SHOWN.put("kl", "objective/kl");
    SHOWN.put("margin", "rewards/margins");
    SHOWN.put("accuracy", "rewards/accuracies");
  }

  private final RunPlan plan;
  private final Workspace workspace;
  private final RunModel model;
  private final QuestionWriters writers;
  private final Ranks ranks;
  private final RunListener listener;
  private final TrackedRun tracked;
  private long begunAt;
  private long doneBefore;

  Training(
      RunPlan plan,
      Workspace workspace,
      RunModel model,
      QuestionWriters writers,
      Ranks ranks,
      RunListener listener,
      TrackedRun tracked) {
    this.plan = plan;
    this.workspace = workspace;
    this.model = model;
    this.writers = writers;
    this.ranks = ranks;
    this.listener = listener;
    this.tracked = tracked;
  }

  /** Steps done in all, against a judge. */
  long run(List<Prompt> prompts, RunJudges judges, StopSignal stop) {
    try (judges;
        PolicyEngine engine = engine(stop)) {
      List<Prompt> fitting = model.fitting(prompts);
      if (fitting.size() < prompts.size()) {
        listener.notes(
            "%d of %d prompts are longer than spec.rollout.maxPromptTokens and left out"
                .formatted(prompts.size() - fitting.size(), prompts.size()));
      }
      SetAside aside = SetAside.of(plan, fitting);
      TrainStage stage = stage(engine, validating(aside, judges, stop), stop);
      GeneratedPrompts generate = plan.spec().prompts().generate();
      return generate != null && generate.when() == GenerationTime.WHILE_TRAINING
          ? streamed(stage, aside, judges.training(), generate, stop)
          : stage.run(aside.training(), judges.training());
    }
  }

  private long streamed(
      TrainStage stage, SetAside aside, Judge judge, GeneratedPrompts generate, StopSignal stop) {
    try (PromptStream stream =
        PromptStream.open(
            plan.spec().prompts(),
            generate,
            writers,
            workspace,
            aside.training(),
            aside.split().validation(),
            model::fits,
            STEPS_AHEAD * plan.spec().rollout().batchSize(),
            listener::notes,
            stop)) {
      long steps = stage.run(aside.training(), stream, judge);
      listener.notes(stream.counts().toString());
      return steps;
    }
  }

  /** Steps done in all, on pairs. */
  long run(List<Preference> pairs, StopSignal stop) {
    return stage(own(), Optional.empty(), stop).run(pairs);
  }

  /**
   * Steps done in all, on pairs, validated meanwhile.
   *
   * @param prompts that the pairs were made of, of which some are set aside
   */
  long run(List<Preference> pairs, List<Prompt> prompts, RunJudges judges, StopSignal stop) {
    try (judges) {
      SetAside aside = SetAside.of(plan, model.fitting(prompts));
      return stage(own(), validating(aside, judges, stop), stop).run(aside.training(pairs));
    }
  }

  private Optional<Validating> validating(SetAside aside, RunJudges judges, StopSignal stop) {
    return aside.validating(
        new Validation.Model(ranks.policy(), ranks.generator(), model.text()),
        judges,
        listener,
        stop);
  }

  private PolicyEngine own() {
    return PolicyEngine.own(ranks.generator(), ranks.policy().tolerance());
  }

  private PolicyEngine engine(StopSignal stop) {
    if (plan.spec().rollout().engine() == RolloutEngine.BUILTIN) {
      return own();
    }
    return new VllmEngine(
        ranks.policy(),
        model.vllm(workspace),
        plan.spec().rollout().temperature(),
        listener::notes,
        stop);
  }

  private TrainStage stage(PolicyEngine engine, Optional<Validating> validating, StopSignal stop) {
    var trainee = new TrainStage.Trainee(ranks.policy(), engine, model.text(), model.fingerprint());
    return new TrainStage(plan, workspace, trainee, validating, this, stop);
  }

  @Override
  public void begins(long done, long total) {
    begunAt = System.nanoTime();
    doneBefore = done;
    listener.trains(done, total);
  }

  @Override
  public void measuresReference() {
    listener.notes("scoring answers of the base model");
  }

  @Override
  public void measuredReference(BaseScores scores) {
    listener.notes(scores.text());
    scores.warning().ifPresent(warning -> listener.notes("warning: " + warning));
  }

  @Override
  public void judgeIsDown(Outage outage) {
    listener.pauses(JudgePause.text(plan.judge().name(), outage));
  }

  @Override
  public void judgeIsBack() {
    listener.goesOn();
  }

  @Override
  public void warns(String what) {
    listener.notes("warning: " + what);
  }

  @Override
  public void stepped(StepMetrics metrics, long total) {
    var line =
        new ProgressLine(
            metrics.step(),
            total,
            Duration.ofNanos(System.nanoTime() - begunAt),
            metrics.step() - doneBefore,
            figures(metrics),
            Math.round(
                metrics.get("judge/missing_frac").orElse(0) * plan.spec().rollout().batchSize()));
    listener.stepped(line, metrics);
    tracked.step(metrics);
  }

  /** Of pairs the margin of the implied rewards, and in how many the chosen answer has more. */
  private static Map<String, Double> figures(StepMetrics metrics) {
    Map<String, Double> figures = new LinkedHashMap<>();
    SHOWN.forEach(
        (name, recorded) -> metrics.get(recorded).ifPresent(value -> figures.put(name, value)));
    return figures;
  }

  @Override
  public void validates(long step) {
    listener.notes("validating after step " + step);
  }

  @Override
  public void validated(ValidationFigures figures, Selection selection, List<String> signs) {
    tracked.validated(StepMetrics.of(figures.step()).with(figures.metrics()));
    listener.notes(ValidationText.of(figures, selection));
    signs.forEach(sign -> listener.notes("warning: " + sign));
  }

  @Override
  public void endsEarly(String why) {
    listener.notes("training ends early: " + why);
  }

  @Override
  public void chose(BestValidation best) {
    listener.notes(
        "the result is the checkpoint of step %d, which did best in validation"
            .formatted(best.step()));
  }

  @Override
  public void saved(long step) {
    tracked.saved();
    listener.saved(step);
  }
}
