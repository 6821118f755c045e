package dev.rlaif.operator.metrics;

import dev.rlaif.api.v1alpha1.Reason;
import dev.rlaif.api.v1alpha1.RunPhase;
import dev.rlaif.plan.Fields;
import dev.rlaif.plan.StageName;
import io.micrometer.core.instrument.DistributionSummary;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.time.Duration;

/** What reconcilers count, for a scrape. */
@Singleton
public final class MicrometerMeters implements OperatorMeters {
  /** A stage takes seconds (a word list's proof) to days (training). */
  private static final Duration[] STAGE_BOUNDS = {
    Duration.ofSeconds(10),
    Duration.ofMinutes(1),
    Duration.ofMinutes(5),
    Duration.ofMinutes(15),
    Duration.ofHours(1),
    Duration.ofHours(3),
    Duration.ofHours(12),
    Duration.ofDays(1),
    Duration.ofDays(3)
  };

  private static final double[] ACCURACY_BOUNDS = {0.5, 0.7, 0.8, 0.85, 0.9, 0.95, 0.99, 1};

  private final MeterRegistry registry;

  @Inject
  public MicrometerMeters(MeterRegistry registry) {
    this.registry = registry;
  }

  @Override
  public void runEnded(RunPhase outcome, Reason reason) {
    registry
        .counter("rlaif.runs.ended", "outcome", Fields.spelling(outcome), "reason", reason.word())
        .increment();
  }

  @Override
  public void stageEnded(StageName stage, Reason outcome, Duration took) {
    Timer.builder("rlaif.stage")
        .tags("stage", stage.word(), "outcome", outcome.word())
        .serviceLevelObjectives(STAGE_BOUNDS)
        .register(registry)
        .record(took);
  }

  @Override
  public void attemptEnded(StageName stage, Reason cause) {
    registry
        .counter("rlaif.stage.attempts", "stage", stage.word(), "cause", cause.word())
        .increment();
  }

  @Override
  public void judgeValidated(double accuracy) {
    DistributionSummary.builder("rlaif.judge.accuracy")
        .serviceLevelObjectives(ACCURACY_BOUNDS)
        .register(registry)
        .record(accuracy);
  }

  @Override
  public void statusWritten(String kind) {
    registry.counter("rlaif.status.writes", "kind", kind).increment();
  }
}
