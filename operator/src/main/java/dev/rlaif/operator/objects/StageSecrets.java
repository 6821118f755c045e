package dev.rlaif.operator.objects;

import dev.rlaif.api.v1alpha1.Endpoint;
import dev.rlaif.api.v1alpha1.GeneratedPrompts;
import dev.rlaif.api.v1alpha1.GenerationTime;
import dev.rlaif.api.v1alpha1.JudgePart;
import dev.rlaif.api.v1alpha1.Mlflow;
import dev.rlaif.api.v1alpha1.PromptFile;
import dev.rlaif.api.v1alpha1.RewardJudgeSpec;
import dev.rlaif.api.v1alpha1.RlaifRunSpec;
import dev.rlaif.api.v1alpha1.SecretReference;
import dev.rlaif.plan.JudgePlan;
import dev.rlaif.plan.RunPlan;
import dev.rlaif.plan.StageName;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** The keys of Secrets that a stage reads; each stage sees its own and no others. */
final class StageSecrets {
  private static final Comparator<SecretReference> BY_NAME =
      Comparator.comparing(SecretReference::name).thenComparing(SecretReference::key);

  private StageSecrets() {}

  static SortedSet<SecretReference> of(StageName stage, RunPlan plan) {
    return switch (stage) {
      case JUDGE -> sorted();
      case SERVE -> sorted(plan.spec().serving().apiKeySecretRef());
      case MODEL -> sorted(plan.spec().model().tokenSecretRef());
      case PROMPTS -> prompts(plan.spec());
      case PAIRS -> of(plan.judge());
      case TRAIN -> train(plan);
      case EVALUATE -> evaluate(plan);
    };
  }

  /** What the endpoints of the judge and of its parts ask for. */
  static SortedSet<SecretReference> of(JudgePlan judge) {
    RewardJudgeSpec spec = judge.spec();
    List<JudgePart> parts = Objects.requireNonNullElse(spec.parts(), List.of());
    return sorted(
        Stream.concat(
            Stream.of(spec).map(whole -> key(whole.endpoint())),
            parts.stream().map(part -> key(part.endpoint()))));
  }

  static SortedSet<SecretReference> sorted(@Nullable SecretReference... references) {
    return sorted(Stream.of(references));
  }

  private static SortedSet<SecretReference> evaluate(RunPlan plan) {
    SortedSet<SecretReference> keys = of(plan.evaluationJudge().orElse(plan.judge()));
    keys.addAll(tracked(plan));
    return keys;
  }

  private static SortedSet<SecretReference> tracked(RunPlan plan) {
    Mlflow mlflow = plan.spec().tracking().mlflow();
    return sorted(mlflow == null ? null : mlflow.tokenSecretRef());
  }

  private static SortedSet<SecretReference> train(RunPlan plan) {
    SortedSet<SecretReference> keys = of(plan.judge());
    keys.addAll(tracked(plan));
    if (plan.spec().training().evaluateEverySteps() > 0) {
      plan.evaluationJudge().ifPresent(judge -> keys.addAll(of(judge)));
    }
    GeneratedPrompts generate = plan.spec().prompts().generate();
    if (generate != null && generate.when() == GenerationTime.WHILE_TRAINING) {
      keys.addAll(sorted(key(generate.endpoint())));
    }
    return keys;
  }

  private static SortedSet<SecretReference> prompts(RlaifRunSpec spec) {
    List<@Nullable SecretReference> references = new ArrayList<>();
    GeneratedPrompts generate = spec.prompts().generate();
    references.add(generate == null ? null : key(generate.endpoint()));
    for (PromptFile file : spec.prompts().files()) {
      references.add(file.tokenSecretRef());
    }
    return sorted(references.stream());
  }

  private static @Nullable SecretReference key(@Nullable Endpoint endpoint) {
    return endpoint == null ? null : endpoint.apiKeySecretRef();
  }

  private static SortedSet<SecretReference> sorted(Stream<@Nullable SecretReference> references) {
    SortedSet<SecretReference> sorted = new TreeSet<>(BY_NAME);
    references.filter(Objects::nonNull).forEach(sorted::add);
    return sorted;
  }
}
