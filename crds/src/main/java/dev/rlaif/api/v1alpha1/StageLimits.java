package dev.rlaif.api.v1alpha1;

import static java.util.Objects.requireNonNullElse;

import dev.rlaif.api.schema.Range;

/**
 * When a stage is given up.
 *
 * @param startDeadlineSeconds how long it may take until all containers run; default 1800
 * @param activeDeadlineSeconds how long all attempts together may take; default 86400
 * @param backoffLimit further attempts after failures; default 3
 */
public record StageLimits(
    @Range(min = 30, max = 604800) Long startDeadlineSeconds,
    @Range(min = 60, max = 2592000) Long activeDeadlineSeconds,
    @Range(min = 0, max = 20) Integer backoffLimit) {
  static final StageLimits DEFAULTS = new StageLimits(1800L, 86400L, 3);

  public StageLimits {
    startDeadlineSeconds = requireNonNullElse(startDeadlineSeconds, 1800L);
    activeDeadlineSeconds = requireNonNullElse(activeDeadlineSeconds, 86400L);
    backoffLimit = requireNonNullElse(backoffLimit, 3);
  }
}
