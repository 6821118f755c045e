package dev.rlaif.plan;

import static java.util.Objects.requireNonNullElse;

import dev.rlaif.api.v1alpha1.AlgorithmType;
import dev.rlaif.api.v1alpha1.Combination;
import dev.rlaif.api.v1alpha1.Evaluation;
import dev.rlaif.api.v1alpha1.Format;
import dev.rlaif.api.v1alpha1.GeneratedPrompts;
import dev.rlaif.api.v1alpha1.GenerationTime;
import dev.rlaif.api.v1alpha1.JudgePart;
import dev.rlaif.api.v1alpha1.Pairs;
import dev.rlaif.api.v1alpha1.PromptFile;
import dev.rlaif.api.v1alpha1.RewardJudgeSpec;
import dev.rlaif.api.v1alpha1.RlaifRunSpec;
import dev.rlaif.api.v1alpha1.Serving;
import dev.rlaif.api.v1alpha1.Training;
import dev.rlaif.api.v1alpha1.TrainingValidation;
import dev.rlaif.api.v1alpha1.Wordlist;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import org.jspecify.annotations.Nullable;

/** A plan as text for people, every number that will be used in it. */
public final class PlanText {
  private PlanText() {}

  /** Several lines, each ended by a line feed. */
  public static String of(RunPlan plan) {
    RlaifRunSpec spec = plan.spec();
    TextTable table = new TextTable();
    table.heading("run", plan.name() + "  (" + plan.hash().substring(0, 19) + ")");
    table.section("model");
    table.fields(spec.model());
    judge("judge", plan.judge(), table);
    plan.evaluationJudge().ifPresent(second -> judge("second judge", second, table));
    prompts(spec, table);
    if (plan.algorithm().type() == AlgorithmType.DPO) {
      pairs(plan, table);
    }
    table.section("algorithm");
    table.fields(plan.algorithm());
    table.section("lora");
    table.fields(spec.lora());
    table.section("rollout");
    table.fields(spec.rollout());
    table.section("training");
    training(plan, table);
    table.section("evaluation");
    evaluation(spec, table);
    table.section("serving");
    serving(plan.name(), spec.serving(), table);
    return table.text();
  }

  private static void judge(String title, JudgePlan judge, TextTable table) {
    RewardJudgeSpec spec = judge.spec();
    table.section(title);
    table.row("name", judge.name());
    table.row("hash", judge.hash().substring(0, 19));
    if (spec.endpoint() != null) {
      table.row("endpoint", spec.endpoint().url() + "  " + spec.endpoint().model());
    }
    if (spec.serve() != null) {
      table.row("serve", spec.serve().model().uri());
    }
    if (spec.wordlist() != null) {
      table.row("wordlist", words(spec.wordlist()));
    }
    if (spec.format() != null) {
      table.row("format", format(spec.format()));
    }
    for (JudgePart part : requireNonNullElse(spec.parts(), List.<JudgePart>of())) {
      table.row("part " + part.name(), part(part));
    }
    if (spec.parts() != null) {
      table.row("combine", Fields.spelling(requireNonNullElse(spec.combine(), Combination.MEAN)));
    }
    table.row("scale", spec.scale().min() + " to " + spec.scale().max());
    if (spec.scoring() != null) {
      table.fields(spec.scoring(), "scoring.");
    }
    table.fields(spec.transform(), "transform.");
    if (spec.validation() == null) {
      table.row("validation", "none");
    } else {
      table.fields(spec.validation().gates(), "validation.");
    }
  }

  private static String part(JudgePart part) {
    String weight = part.weight() == null ? "" : "  weight " + part.weight();
    if (part.endpoint() != null) {
      return part.endpoint().url() + "  " + part.endpoint().model() + weight;
    }
    String rules = part.wordlist() != null ? words(part.wordlist()) : format(part.format());
    return rules + weight;
  }

  private static String format(@Nullable Format format) {
    return format == null
        ? ""
        : format.mustMatch().size()
            + " must match, "
            + format.mustNotMatch().size()
            + " must not match";
  }

  private static String words(Wordlist words) {
    if (words.uri() != null) {
      return words.uri();
    }
    return words.configMapRef() != null
        ? "ConfigMap " + words.configMapRef().name()
        : words.forbid().size() + " forbidden, " + words.require().size() + " required";
  }

  private static void prompts(RlaifRunSpec spec, TextTable table) {
    table.section("prompts");
    GeneratedPrompts generate = spec.prompts().generate();
    if (generate != null) {
      String by = generate.endpoint() == null ? "the run's model" : generate.endpoint().model();
      String when = generate.when() == GenerationTime.WHILE_TRAINING ? ", while it is trained" : "";
      table.row(
          "generate",
          generate.count() + " by " + by + ", " + generate.topics().size() + " topics" + when);
    }
    for (PromptFile file : spec.prompts().files()) {
      List<String> notes = new ArrayList<>();
      Optional.ofNullable(file.split()).ifPresent(split -> notes.add(Fields.spelling(split)));
      Optional.ofNullable(file.weight()).ifPresent(weight -> notes.add("weight " + weight));
      table.row("file", file.uri() + (notes.isEmpty() ? "" : "  " + String.join(", ", notes)));
    }
    table.row("heldOut", spec.prompts().heldOut());
    table.row("seed", spec.prompts().seed());
  }

  private static void pairs(RunPlan plan, TextTable table) {
    table.section("pairs");
    Pairs given = plan.spec().pairs();
    if (given == null) {
      table.row("made of", plan.algorithm().groupSize() + " answers per prompt");
    } else {
      given.files().forEach(file -> table.row("file", file.uri()));
    }
  }

  private static void training(RunPlan plan, TextTable table) {
    Training training = plan.spec().training();
    table.row("length", length(plan));
    table.row(
        "devices",
        training.gpus() == 0
            ? "CPU"
            : training.nodes() + " x " + training.gpus() + " " + training.gpuResource());
    table.row("seed", training.seed());
    table.row("evaluateEverySteps", training.evaluateEverySteps());
    if (training.evaluateEverySteps() > 0) {
      table.fields(
          requireNonNullElse(training.validation(), TrainingValidation.DEFAULTS), "validation.");
    }
    table.row("maxJudgeErrorRate", training.maxJudgeErrorRate());
    table.fields(training.checkpoint(), "checkpoint.");
  }

  private static String length(RunPlan plan) {
    Training training = plan.spec().training();
    if (training.steps() != null) {
      return training.steps() + " steps";
    }
    OptionalInt steps = PlannedSteps.of(plan.spec());
    String over = plan.algorithm().type() == AlgorithmType.DPO ? "pairs" : "training prompts";
    return "epochs "
        + training.epochs()
        + (steps.isPresent() ? ", " + steps.getAsInt() + " steps" : " over the " + over);
  }

  private static void evaluation(RlaifRunSpec spec, TextTable table) {
    Evaluation evaluation = spec.evaluation();
    table.row("violationThreshold", evaluation.violationThreshold());
    table.row(
        "passes",
        "greedy, and " + evaluation.samples() + " at temperature " + evaluation.temperature());
    table.row(
        "maxNewTokens",
        requireNonNullElse(evaluation.maxNewTokens(), spec.rollout().maxNewTokens()));
    if (evaluation.usefulWords() != null) {
      table.fields(evaluation.usefulWords(), "usefulWords.");
    }
    table.fields(evaluation.gates(), "gates.");
  }

  private static void serving(String run, Serving serving, TextTable table) {
    if (!serving.enabled()) {
      table.row("enabled", false);
      return;
    }
    table.row("runtime", Fields.spelling(serving.runtime()));
    table.row("modelName", requireNonNullElse(serving.modelName(), run));
    if (serving.service() != null) {
      table.row("service", serving.service());
    }
    table.row("port", serving.port());
    table.row("merge", serving.merge());
    if (serving.apiKeySecretRef() != null) {
      table.row("apiKeySecretRef", serving.apiKeySecretRef().name());
    }
    if (serving.requestLog() != null) {
      table.fields(serving.requestLog(), "requestLog.");
    }
  }
}
