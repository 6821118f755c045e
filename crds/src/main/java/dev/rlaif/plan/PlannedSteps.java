package dev.rlaif.plan;

import dev.rlaif.api.v1alpha1.AlgorithmType;
import dev.rlaif.api.v1alpha1.GeneratedPrompts;
import dev.rlaif.api.v1alpha1.RlaifRunSpec;
import java.util.OptionalInt;

/** How many steps a run will take, as far as that can be known before its prompts are. */
public final class PlannedSteps {
  private PlannedSteps() {}

  /**
   * Steps over {@code size} prompts, with DPO pairs; the last of a pass may be smaller than the
   * others and is left out, unless it is the only one.
   */
  public static int over(int size, RlaifRunSpec spec) {
    Integer steps = spec.training().steps();
    if (steps != null) {
      return steps;
    }
    Integer epochs = spec.training().epochs();
    long all = (long) (epochs == null ? 1 : epochs) * size / spec.rollout().batchSize();
    return (int) Math.max(1, Math.min(all, Integer.MAX_VALUE));
  }

  /** Absent where files supply prompts, or where pairs are made: their number is not known yet. */
  static OptionalInt of(RlaifRunSpec spec) {
    Integer steps = spec.training().steps();
    if (steps != null) {
      return OptionalInt.of(steps);
    }
    GeneratedPrompts generate = spec.prompts().generate();
    boolean counted =
        spec.prompts().files().isEmpty() && spec.algorithm().type() != AlgorithmType.DPO;
    return generate == null || !counted
        ? OptionalInt.empty()
        : OptionalInt.of(over(generate.count() - spec.prompts().heldOut(), spec));
  }
}
