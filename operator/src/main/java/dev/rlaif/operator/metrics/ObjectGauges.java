package dev.rlaif.operator.metrics;

import dev.rlaif.api.v1alpha1.Condition;
import dev.rlaif.api.v1alpha1.ConditionStatus;
import dev.rlaif.api.v1alpha1.ConditionType;
import dev.rlaif.api.v1alpha1.RunPhase;
import dev.rlaif.operator.kube.RewardJudgeResource;
import dev.rlaif.operator.kube.RlaifRunResource;
import dev.rlaif.plan.Fields;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Clock;
import java.util.Objects;
import java.util.function.Supplier;
import java.util.stream.Stream;

/** Gauges over the objects that informers hold; nothing is asked of the API server for a scrape. */
final class ObjectGauges {
  private final MeterRegistry registry;
  private final Clock clock;

  ObjectGauges(MeterRegistry registry, Clock clock) {
    this.registry = registry;
    this.clock = clock;
  }

  /** {@code rlaif_runs{phase}} and {@code rlaif_progress_stale}. */
  void runs(Supplier<Stream<RlaifRunResource>> runs) {
    for (RunPhase phase : RunPhase.values()) {
      Gauge.builder("rlaif.runs", () -> runs.get().filter(run -> phase(run) == phase).count())
          .tag("phase", Fields.spelling(phase))
          .register(registry);
    }
    Gauge.builder(
            "rlaif.progress.stale",
            () ->
                runs.get()
                    .filter(run -> StaleProgress.is(run.knownStatus(), clock.instant()))
                    .count())
        .register(registry);
  }

  /** {@code rlaif_judges{validated}}. */
  void judges(Supplier<Stream<RewardJudgeResource>> judges) {
    for (ConditionStatus status : ConditionStatus.values()) {
      Gauge.builder(
              "rlaif.judges",
              () -> judges.get().filter(judge -> validated(judge) == status).count())
          .tag("validated", Fields.spelling(status))
          .register(registry);
    }
  }

  private static RunPhase phase(RlaifRunResource run) {
    return Objects.requireNonNullElse(run.knownStatus().phase(), RunPhase.PENDING);
  }

  private static ConditionStatus validated(RewardJudgeResource judge) {
    return judge.knownStatus().conditions().stream()
        .filter(condition -> condition.type() == ConditionType.VALIDATED)
        .map(Condition::status)
        .findFirst()
        .orElse(ConditionStatus.UNKNOWN);
  }
}
