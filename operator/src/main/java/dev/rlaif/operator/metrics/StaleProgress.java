package dev.rlaif.operator.metrics;

import dev.rlaif.api.v1alpha1.RlaifRunStatus;
import dev.rlaif.api.v1alpha1.RunPhase;
import dev.rlaif.api.v1alpha1.TrainingStatus;
import java.time.Duration;
import java.time.Instant;

/**
 * Whether a training says nothing for longer than it should. Status moves by whole percents, so a
 * training of days is silent for an hour and is well: it counts as stale once it was silent for
 * three times what it said a percent takes, and never before {@link #PATIENCE}.
 */
final class StaleProgress {
  private static final Duration PATIENCE = Duration.ofMinutes(10);
  private static final int PERCENTS_MISSED = 3;

  private StaleProgress() {}

  static boolean is(RlaifRunStatus status, Instant now) {
    TrainingStatus training = status.training();
    if (status.phase() != RunPhase.TRAINING
        || training == null
        || training.lastUpdatedTime() == null) {
      return false;
    }
    Duration silent = Duration.between(training.lastUpdatedTime(), now);
    return silent.compareTo(patience(training)) > 0;
  }

  private static Duration patience(TrainingStatus training) {
    Integer percent = training.progressPercentage();
    Long remaining = training.estimatedRemainingSeconds();
    if (percent == null || remaining == null || percent >= 100) {
      return PATIENCE;
    }
    Duration expected = Duration.ofSeconds(PERCENTS_MISSED * remaining / (100 - percent));
    return expected.compareTo(PATIENCE) > 0 ? expected : PATIENCE;
  }
}
