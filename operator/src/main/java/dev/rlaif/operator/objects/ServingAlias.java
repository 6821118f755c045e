package dev.rlaif.operator.objects;

import dev.rlaif.api.v1alpha1.Serving;
import dev.rlaif.operator.kube.Labels;
import dev.rlaif.plan.StageName;
import io.fabric8.kubernetes.api.model.ObjectMeta;
import io.fabric8.kubernetes.api.model.Service;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;

/**
 * The Service by which clients know the newest model that passed. No run owns it, so it stays when
 * its run is deleted; another run points it at its own pods, and no client notices.
 */
final class ServingAlias {
  private ServingAlias() {}

  static Optional<Service> of(RunContext run) {
    Serving serving = run.plan().spec().serving();
    return Optional.ofNullable(serving.service())
        .map(name -> ServerService.of(metadata(run, name), labels(run), serving.port()));
  }

  private static ObjectMeta metadata(RunContext run, String name) {
    ObjectMeta metadata = Owner.of(run).retained(name, labels(run));
    Instant started = run.resource().knownStatus().startTime();
    if (started != null) {
      metadata.getAnnotations().put(Labels.RUN_STARTED, started.toString());
    }
    return metadata;
  }

  private static Map<String, String> labels(RunContext run) {
    return Owner.of(run).labels(StageName.SERVE);
  }
}
