package dev.rlaif.trainer.proof;

import dev.rlaif.api.v1alpha1.JudgePart;
import dev.rlaif.api.v1alpha1.JudgePrompt;
import dev.rlaif.api.v1alpha1.RewardJudgeSpec;
import dev.rlaif.plan.JudgePlan;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** A judge that is shown the answer before the question, in each of its prompts that allows it. */
final class SwappedJudge {
  /** Its records and scores lie in a folder of their own, inside the judge's. */
  private static final String FOLDER = "/swapped";

  private SwappedJudge() {}

  /** Empty where there is no prompt, or where the two blocks of none can be told apart. */
  static Optional<JudgePlan> of(JudgePlan plan) {
    RewardJudgeSpec spec = plan.spec();
    JudgePrompt prompt = swapped(spec.prompt());
    List<JudgePart> parts = swapped(spec.parts());
    return Objects.equals(prompt, spec.prompt()) && Objects.equals(parts, spec.parts())
        ? Optional.empty()
        : Optional.of(new JudgePlan(plan.name() + FOLDER, with(spec, prompt, parts), plan.hash()));
  }

  private static @Nullable List<JudgePart> swapped(@Nullable List<JudgePart> parts) {
    return parts == null ? null : parts.stream().map(SwappedJudge::swapped).toList();
  }

  private static JudgePart swapped(JudgePart part) {
    return new JudgePart(
        part.name(),
        part.weight(),
        part.endpoint(),
        part.wordlist(),
        part.format(),
        swapped(part.prompt()),
        part.scoring());
  }

  private static @Nullable JudgePrompt swapped(@Nullable JudgePrompt prompt) {
    return prompt == null
        ? null
        : BlockOrder.swapped(prompt.template())
            .map(template -> new JudgePrompt(prompt.system(), template, prompt.marks()))
            .orElse(prompt);
  }

  private static RewardJudgeSpec with(
      RewardJudgeSpec spec, @Nullable JudgePrompt prompt, @Nullable List<JudgePart> parts) {
    return new RewardJudgeSpec(
        spec.endpoint(),
        spec.serve(),
        spec.wordlist(),
        spec.format(),
        parts,
        spec.combine(),
        prompt,
        spec.scale(),
        spec.scoring(),
        spec.transform(),
        spec.validation(),
        spec.image(),
        spec.pods());
  }
}
