package dev.rlaif.operator.metrics;

import dev.rlaif.operator.kube.RewardJudgeResource;
import dev.rlaif.operator.kube.RlaifRunResource;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.javaoperatorsdk.operator.api.monitoring.Metrics;
import io.javaoperatorsdk.operator.api.reconciler.Constants;
import io.javaoperatorsdk.operator.processing.Controller;
import io.javaoperatorsdk.operator.processing.GroupVersionKind;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.time.Clock;
import java.time.Duration;

/**
 * What the framework tells of its work: {@code rlaif_reconcile_seconds{kind,result}}, and the
 * caches that the gauges count. The framework's own meters are not used: they carry the names of
 * objects, so that each run would add a series for good.
 */
@Singleton
public final class ReconcileMeters implements Metrics {
  private static final Duration[] BOUNDS = {
    Duration.ofMillis(5),
    Duration.ofMillis(20),
    Duration.ofMillis(50),
    Duration.ofMillis(100),
    Duration.ofMillis(500),
    Duration.ofSeconds(1),
    Duration.ofSeconds(5),
    Duration.ofSeconds(30)
  };

  private final MeterRegistry registry;
  private final ObjectGauges gauges;

  @Inject
  public ReconcileMeters(MeterRegistry registry, Clock clock) {
    this.registry = registry;
    this.gauges = new ObjectGauges(registry, clock);
  }

  @Override
  public void controllerRegistered(Controller<? extends HasMetadata> controller) {
    var cache = controller.getEventSourceManager().getControllerEventSource();
    if (controller.getConfiguration().getResourceClass() == RlaifRunResource.class) {
      gauges.runs(() -> cache.list(any -> true).map(RlaifRunResource.class::cast));
    } else {
      gauges.judges(() -> cache.list(any -> true).map(RewardJudgeResource.class::cast));
    }
  }

  @Override
  public <T> T timeControllerExecution(ControllerExecution<T> execution) throws Exception {
    long start = System.nanoTime();
    String result = "error";
    try {
      T done = execution.execute();
      result = "ok";
      return done;
    } finally {
      timer(kind(execution), result).record(Duration.ofNanos(System.nanoTime() - start));
    }
  }

  private Timer timer(String kind, String result) {
    return Timer.builder("rlaif.reconcile")
        .tags("kind", kind, "result", result)
        .serviceLevelObjectives(BOUNDS)
        .register(registry);
  }

  private static String kind(ControllerExecution<?> execution) {
    return execution.metadata().get(Constants.RESOURCE_GVK_KEY) instanceof GroupVersionKind type
        ? type.getKind()
        : execution.controllerName();
  }
}
