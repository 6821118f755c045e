package dev.rlaif.api.v1alpha1;

import dev.rlaif.api.schema.Range;
import dev.rlaif.api.schema.Required;

/**
 * The scores that count; a score from 0 to 1 is clamped into it, any other is missing.
 *
 * @param min lowest score
 * @param max highest score
 */
public record Scale(
    @Required @Range(min = 0, max = 1) Double min, @Required @Range(min = 0, max = 1) Double max) {
  static final Scale DEFAULTS = new Scale(0.01, 0.99);

  /** The score that counts for one from 0 to 1. */
  public double clamp(double p) {
    return Math.max(min, Math.min(max, p));
  }
}
