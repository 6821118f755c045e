package dev.rlaif.trainer.run;

import static java.util.Objects.requireNonNullElse;

import dev.rlaif.api.v1alpha1.TrainingValidation;
import dev.rlaif.plan.RunPlan;
import dev.rlaif.trainer.judge.OutageWatch;
import dev.rlaif.trainer.pair.Preference;
import dev.rlaif.trainer.prompt.Prompt;
import dev.rlaif.trainer.stage.StopSignal;
import dev.rlaif.trainer.train.Validating;
import dev.rlaif.trainer.validate.Choice;
import dev.rlaif.trainer.validate.Validation;
import dev.rlaif.trainer.validate.ValidationSplit;
import java.util.List;
import java.util.Optional;

/** The questions of a run that are set aside to validate with; none where it does not validate. */
record SetAside(RunPlan plan, ValidationSplit split) {

  static boolean isWanted(RunPlan plan) {
    return plan.spec().training().evaluateEverySteps() > 0;
  }

  static SetAside of(RunPlan plan, List<Prompt> prompts) {
    return new SetAside(
        plan,
        isWanted(plan)
            ? ValidationSplit.of(prompts, settings(plan).prompts(), plan.spec().training().seed())
            : new ValidationSplit(List.of(), prompts));
  }

  private static TrainingValidation settings(RunPlan plan) {
    return requireNonNullElse(plan.spec().training().validation(), TrainingValidation.DEFAULTS);
  }

  /** Prompts that are trained on. */
  List<Prompt> training() {
    return split.training();
  }

  /** Pairs that are trained on: those whose questions are not set aside. */
  List<Preference> training(List<Preference> pairs) {
    return pairs.stream()
        .filter(
            pair -> !split.holds(pair.id(), pair.prompt().get(pair.prompt().size() - 1).content()))
        .toList();
  }

  Optional<Validating> validating(
      Validation.Model model, RunJudges judges, RunListener listener, StopSignal stop) {
    if (!isWanted(plan)) {
      return Optional.empty();
    }
    var evaluation = plan.spec().evaluation();
    double threshold = evaluation.violationThreshold();
    var pass =
        new Validation(
            model,
            new Validation.Judges(judges.training(), judges.second(), threshold),
            split.validation(),
            requireNonNullElse(evaluation.maxNewTokens(), plan.spec().rollout().maxNewTokens()),
            new OutageWatch(
                judges.deciding(),
                outage -> listener.pauses(JudgePause.text(judges.deciding().name(), outage)),
                listener::goesOn,
                stop));
    var choice = new Choice(settings(plan), plan.algorithm().klBudget());
    return Optional.of(
        new Validating(pass, choice, plan.spec().training().evaluateEverySteps(), threshold));
  }
}
