package dev.rlaif.operator.run;

import dev.rlaif.api.v1alpha1.RlaifRunStatus;
import dev.rlaif.api.v1alpha1.TrainingStatus;
import dev.rlaif.operator.observe.ProgressFigures;
import dev.rlaif.plan.StageProgress;
import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** Whether progress has moved enough to be written. */
final class ProgressStep {
  private ProgressStep() {}

  /** A new checkpoint always is; a percent is, unless the last one was written just now. */
  static boolean isWorthWriting(
      RlaifRunStatus before, StageProgress progress, Duration interval, Instant now) {
    ProgressFigures known = ProgressFigures.of(before.training(), before.checkpoint());
    ProgressFigures said = ProgressFigures.of(progress.training(), progress.checkpoint());
    boolean newCheckpoint =
        said.checkpoint().isPresent() && !said.checkpoint().equals(known.checkpoint());
    boolean newPercentage =
        said.percentage().isPresent() && !said.percentage().equals(known.percentage());
    return newCheckpoint || newPercentage && isDue(before.training(), interval, now);
  }

  private static boolean isDue(@Nullable TrainingStatus before, Duration interval, Instant now) {
    return before == null
        || before.lastUpdatedTime() == null
        || !before.lastUpdatedTime().plus(interval).isAfter(now);
  }
}
