package dev.rlaif.plan;

import dev.rlaif.api.v1alpha1.AlgorithmType;
import dev.rlaif.api.v1alpha1.GeneratedPrompts;
import dev.rlaif.api.v1alpha1.RlaifRunSpec;
import dev.rlaif.api.v1alpha1.Split;
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

  /**
   * Absent where files supply prompts to train on, or where pairs are made, whose number is not
   * known yet. Duplicates among generated questions are not known either, so a run may take fewer
   * steps.
   */
  static OptionalInt of(RlaifRunSpec spec) {
    Integer steps = spec.training().steps();
    if (steps != null) {
      return OptionalInt.of(steps);
    }
    boolean filesTrain =
        spec.prompts().files().stream().anyMatch(file -> file.split() != Split.HELD_OUT);
    boolean paired = spec.algorithm().type() == AlgorithmType.DPO;
    return spec.prompts().generate() == null || filesTrain || paired
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
