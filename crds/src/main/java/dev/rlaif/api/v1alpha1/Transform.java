package dev.rlaif.api.v1alpha1;

import static java.util.Objects.requireNonNullElse;

import dev.rlaif.api.schema.Range;
import org.jspecify.annotations.Nullable;

/**
 * From score to reward.
 *
 * @param type default logit
 * @param clip rewards are clipped to plus or minus this; absent: not
 */
public record Transform(
    TransformType type, @Nullable @Range(min = 0, max = 100, aboveMin = true) Double clip) {
  static final Transform DEFAULTS = new Transform(TransformType.LOGIT, null);

  public Transform {
    type = requireNonNullElse(type, TransformType.LOGIT);
  }
}
