package dev.rlaif.api.v1alpha1;

import static java.util.Objects.requireNonNullElse;

import dev.rlaif.api.schema.Range;

/**
 * When training writes a checkpoint: whichever comes first.
 *
 * @param everySteps steps between two checkpoints; default 20
 * @param everyMinutes minutes between two checkpoints; default 10
 * @param keep newest checkpoints that stay; default 3
 */
public record CheckpointPolicy(
    @Range(min = 1, max = 1000000) Integer everySteps,
    @Range(min = 1, max = 1440) Integer everyMinutes,
    @Range(min = 1, max = 100) Integer keep) {
  static final CheckpointPolicy DEFAULTS = new CheckpointPolicy(20, 10, 3);

  public CheckpointPolicy {
    everySteps = requireNonNullElse(everySteps, 20);
    everyMinutes = requireNonNullElse(everyMinutes, 10);
    keep = requireNonNullElse(keep, 3);
  }
}
