package dev.rlaif.api.v1alpha1;

import static java.util.Objects.requireNonNullElse;

import dev.rlaif.api.schema.Length;
import dev.rlaif.api.schema.Range;
import org.jspecify.annotations.Nullable;

/**
 * A taint that pods put up with.
 *
 * @param key of the taint; absent: every key
 * @param operator default Equal
 * @param value of the taint; with Equal only
 * @param effect absent: every effect
 * @param tolerationSeconds how long a pod stays; absent: for good
 */
public record Toleration(
    @Nullable @Length(min = 0, max = 316) String key,
    TolerationOperator operator,
    @Nullable @Length(min = 0, max = 63) String value,
    @Nullable TaintEffect effect,
    @Nullable @Range(min = 0) Long tolerationSeconds) {

  public Toleration {
    operator = requireNonNullElse(operator, TolerationOperator.EQUAL);
  }
}
