package dev.rlaif.operator.observe;

import dev.rlaif.api.v1alpha1.CheckpointStatus;
import dev.rlaif.api.v1alpha1.TrainingStatus;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Progress, as coarse as it is told to people: a status is no log.
 *
 * @param percentage of the steps
 * @param checkpoint step of the newest one
 */
public record ProgressFigures(Optional<Integer> percentage, Optional<Long> checkpoint) {

  public static ProgressFigures of(
      @Nullable TrainingStatus training, @Nullable CheckpointStatus checkpoint) {
    return new ProgressFigures(
        Optional.ofNullable(training).map(TrainingStatus::progressPercentage),
        Optional.ofNullable(checkpoint).map(CheckpointStatus::step));
  }
}
