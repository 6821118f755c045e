package dev.rlaif.operator.kube;

import io.javaoperatorsdk.operator.Operator;
import io.javaoperatorsdk.operator.RegisteredController;
import io.javaoperatorsdk.operator.health.InformerHealthIndicator;
import io.javaoperatorsdk.operator.health.InformerWrappingEventSourceHealthIndicator;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.util.List;
import java.util.stream.Stream;
import org.eclipse.microprofile.health.HealthCheck;
import org.eclipse.microprofile.health.HealthCheckResponse;
import org.eclipse.microprofile.health.Readiness;
import org.eclipse.microprofile.health.Startup;

/**
 * Started and ready: every cache has been filled once. A watch that is being opened again does not
 * count: it happens every few minutes, and whoever scrapes or leads has its caches all the while.
 */
@Singleton
@Startup
@Readiness
public final class SyncedInformers implements HealthCheck {
  private final Operator operator;

  @Inject
  public SyncedInformers(Operator operator) {
    this.operator = operator;
  }

  @Override
  public HealthCheckResponse call() {
    var answer = HealthCheckResponse.named("informers");
    if (!operator.getRuntimeInfo().isStarted()) {
      return answer.down().withData("waiting", "for the operator to start").build();
    }
    List<String> waiting =
        operator.getRegisteredControllers().stream().flatMap(SyncedInformers::unsynced).toList();
    return waiting.isEmpty()
        ? answer.up().build()
        : answer.down().withData("waiting", String.join(", ", waiting)).build();
  }

  private static Stream<String> unsynced(RegisteredController<?> controller) {
    return controller
        .getControllerHealthInfo()
        .informerEventSourceHealthIndicators()
        .entrySet()
        .stream()
        .filter(source -> !areSynced(source.getValue()))
        .map(source -> controller.getConfiguration().getName() + "/" + source.getKey());
  }

  private static boolean areSynced(InformerWrappingEventSourceHealthIndicator<?> source) {
    return source.informerHealthIndicators().values().stream()
        .allMatch(InformerHealthIndicator::hasSynced);
  }
}
