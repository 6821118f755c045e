package dev.rlaif.api.v1alpha1;

import static java.util.Objects.requireNonNullElse;

import dev.rlaif.api.schema.Items;
import dev.rlaif.api.schema.Range;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The questions of a run: generated, read from files, or both.
 *
 * @param generate absent: only the files
 * @param files questions that people wrote, blended in
 * @param heldOut prompts that are never trained on; where files with split heldOut are given, at
 *     most so many of theirs; default 100
 * @param seed of the choice of held-out prompts, topics and files; default 0
 */
public record Prompts(
    @Nullable GeneratedPrompts generate,
    @Items(max = 16) List<PromptFile> files,
    @Range(min = 10, max = 10000) Integer heldOut,
    @Range(min = 0) Long seed,
    StageLimits limits) {

  public Prompts {
    files = List.copyOf(requireNonNullElse(files, List.of()));
    heldOut = requireNonNullElse(heldOut, 100);
    seed = requireNonNullElse(seed, 0L);
    limits = requireNonNullElse(limits, StageLimits.DEFAULTS);
  }
}
