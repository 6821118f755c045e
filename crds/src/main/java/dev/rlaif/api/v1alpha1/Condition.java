package dev.rlaif.api.v1alpha1;

import com.fasterxml.jackson.annotation.JsonIgnore;
import dev.rlaif.api.schema.Length;
import dev.rlaif.api.schema.Range;
import dev.rlaif.api.schema.Required;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * One fact about an object, in the shape that Kubernetes gives conditions.
 *
 * @param observedGeneration of the spec that it speaks of
 * @param lastTransitionTime when status last changed, not reason or message
 * @param message why, and what would do, for people; without times and random parts
 */
public record Condition(
    @Required ConditionType type,
    @Required ConditionStatus status,
    @Nullable @Range(min = 0) Long observedGeneration,
    @Required Instant lastTransitionTime,
    @Required Reason reason,
    @Required @Length(min = 0, max = 32768) String message) {

  /** A question about the record, no field of it. */
  @JsonIgnore
  public boolean isTrue() {
    return status == ConditionStatus.TRUE;
  }
}
