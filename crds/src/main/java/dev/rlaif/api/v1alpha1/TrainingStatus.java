package dev.rlaif.api.v1alpha1;

import static java.util.Objects.requireNonNullElse;

import com.fasterxml.jackson.annotation.JsonInclude;
import dev.rlaif.api.schema.Items;
import dev.rlaif.api.schema.Range;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * How far a stage is that counts steps.
 *
 * @param step steps done
 * @param totalSteps steps planned
 * @param progressPercentage of the steps
 * @param estimatedRemainingSeconds at the present pace
 * @param lastUpdatedTime when the stage said so
 * @param metrics of the last step, such as reward_mean, reward_std, kl_mean, judge_missing
 */
@JsonInclude(JsonInclude.Include.NON_EMPTY)
public record TrainingStatus(
    @Nullable @Range(min = 0) Long step,
    @Nullable @Range(min = 0) Long totalSteps,
    @Nullable @Range(min = 0, max = 100) Integer progressPercentage,
    @Nullable @Range(min = 0) Long estimatedRemainingSeconds,
    @Nullable Instant lastUpdatedTime,
    @Items(max = 32, key = "name") List<Metric> metrics) {

  public TrainingStatus {
    metrics = List.copyOf(requireNonNullElse(metrics, List.of()));
  }
}
