package dev.rlaif.api.v1alpha1;

import static java.util.Objects.requireNonNullElse;

import dev.rlaif.api.schema.Range;
import org.jspecify.annotations.Nullable;

/**
 * What goes when a run has ended; the run itself never deletes itself.
 *
 * @param jobsAfterFinishedSeconds how long Jobs and their pods stay after the run ended; absent:
 *     for good
 * @param keepFailed the Job that failed stays; default true
 * @param checkpoints adapter and reports stay in any case; default Keep
 */
public record Cleanup(
    @Nullable @Range(min = 0, max = 31536000) Long jobsAfterFinishedSeconds,
    Boolean keepFailed,
    CheckpointsAfterEnd checkpoints) {
  static final Cleanup DEFAULTS = new Cleanup(null, true, CheckpointsAfterEnd.KEEP);

  public Cleanup {
    keepFailed = requireNonNullElse(keepFailed, true);
    checkpoints = requireNonNullElse(checkpoints, CheckpointsAfterEnd.KEEP);
  }
}
