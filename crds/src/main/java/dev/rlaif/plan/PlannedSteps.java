package dev.rlaif.plan;

import dev.rlaif.api.v1alpha1.GeneratedPrompts;
import dev.rlaif.api.v1alpha1.RlaifRunSpec;
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

  /** Absent where files supply prompts, whose number is not known yet. */
  static OptionalInt of(RlaifRunSpec spec) {
    Integer steps = spec.training().steps();
    if (steps != null) {
      return OptionalInt.of(steps);
    }
    GeneratedPrompts generate = spec.prompts().generate();
    return generate == null || !spec.prompts().files().isEmpty()
        ? OptionalInt.empty()
        : OptionalInt.of(over(generate.count() - spec.prompts().heldOut(), spec));
  }
}
