package dev.rlaif.operator.run;

import dev.rlaif.operator.kube.Labels;
import dev.rlaif.plan.StageName;
import io.fabric8.kubernetes.api.model.Service;
import io.fabric8.kubernetes.api.model.ServiceBuilder;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;

/** Plays the other users of a Service's name. */
final class SharedService {
  static final String NAME = "chat";

  private SharedService() {}

  static Service led(String run, Instant started) {
    return new ServiceBuilder()
        .withNewMetadata()
        .withName(NAME)
        .withNamespace("food")
        .withResourceVersion("7")
        .withLabels(Labels.ofRun(run, StageName.SERVE))
        .addToAnnotations(Labels.RUN_STARTED, started.toString())
        .endMetadata()
        .withNewSpec()
        .withSelector(Map.of(Labels.RUN, run))
        .endSpec()
        .build();
  }

  static void ledByEarlier(Scene scene) {
    scene.cluster.put(led("before", scene.now().minus(Duration.ofDays(1))));
  }

  static void ledByLater(Scene scene) {
    scene.cluster.put(led("after", scene.now().plus(Duration.ofDays(1))));
  }

  static void belongsToSomebodyElse(Scene scene) {
    Service service = led("nobody", scene.now());
    service.getMetadata().setLabels(Map.of("team", "kitchen"));
    scene.cluster.put(service);
  }

  static Service of(Scene scene) {
    return scene.cluster.find(Service.class, NAME).orElseThrow();
  }

  static void leaves(Scene scene) {
    scene.cluster.remove(of(scene));
  }
}
