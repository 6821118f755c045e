package dev.rlaif.plan;

import dev.rlaif.api.v1alpha1.GeneratedPrompts;
import dev.rlaif.api.v1alpha1.RlaifRunSpec;
import dev.rlaif.api.v1alpha1.Split;
import java.util.OptionalInt;

/** How many steps a run will take, as far as that can be known before its prompts are. */
public final class PlannedSteps {
  private PlannedSteps() {}

  /**
   * Steps over {@code trainPrompts} prompts; the last of a pass may be smaller than the others and
   * is left out, unless it is the only one.
   */
  public static int over(int trainPrompts, RlaifRunSpec spec) {
    Integer steps = spec.training().steps();
    if (steps != null) {
      return steps;
    }
    Integer epochs = spec.training().epochs();
    long all = (long) (epochs == null ? 1 : epochs) * trainPrompts / spec.rollout().batchSize();
    return (int) Math.max(1, Math.min(all, Integer.MAX_VALUE));
  }

  /**
   * Absent where files supply prompts to train on, whose number is not known yet. Duplicates among
   * generated questions are not known either, so a run may take fewer steps.
   */
  static OptionalInt of(RlaifRunSpec spec) {
    Integer steps = spec.training().steps();
    if (steps != null) {
      return OptionalInt.of(steps);
    }
    boolean filesTrain =
        spec.prompts().files().stream().anyMatch(file -> file.split() != Split.HELD_OUT);
    return spec.prompts().generate() == null || filesTrain
        ? OptionalInt.empty()
        : OptionalInt.of(whileGenerating(spec));
  }

  /** Steps over the questions that are generated, those that are held out left out. */
  public static int whileGenerating(RlaifRunSpec spec) {
    GeneratedPrompts generate = spec.prompts().generate();
    int heldOut = spec.prompts().files().isEmpty() ? spec.prompts().heldOut() : 0;
    return over(generate == null ? 0 : generate.count() - heldOut, spec);
  }
}
