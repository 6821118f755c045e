package dev.rlaif.trainer.proof;

import dev.rlaif.api.v1alpha1.JudgePrompt;
import dev.rlaif.api.v1alpha1.RewardJudgeSpec;
import dev.rlaif.plan.JudgePlan;
import java.util.Optional;

/** A judge that is shown the answer before the question. */
final class SwappedJudge {
  /** Its records and scores lie in a folder of their own, inside the judge's. */
  private static final String FOLDER = "/swapped";

  private SwappedJudge() {}

  /** Empty where there is no prompt, or where its two blocks cannot be told apart. */
  static Optional<JudgePlan> of(JudgePlan plan) {
    JudgePrompt prompt = plan.spec().prompt();
    return prompt == null
        ? Optional.empty()
        : BlockOrder.swapped(prompt.template())
            .map(template -> with(plan, new JudgePrompt(prompt.system(), template)));
  }

  private static JudgePlan with(JudgePlan plan, JudgePrompt prompt) {
    RewardJudgeSpec spec = plan.spec();
    var swapped =
        new RewardJudgeSpec(
            spec.endpoint(),
            spec.serve(),
            spec.wordlist(),
            prompt,
            spec.scale(),
            spec.scoring(),
            spec.transform(),
            spec.validation(),
            spec.image(),
            spec.pods());
    return new JudgePlan(plan.name() + FOLDER, swapped, plan.hash());
  }
}
