package dev.rlaif.operator.run;

import dev.rlaif.api.v1alpha1.RlaifRunStatus;
import dev.rlaif.operator.kube.RlaifRunResource;
import io.fabric8.kubernetes.api.model.ObjectMetaBuilder;
import org.jspecify.annotations.Nullable;

/** What is sent to write a status: who is meant, and the status, nothing else. */
final class StatusPatch {
  private StatusPatch() {}

  /**
   * @param resourceVersion that the run must still have; absent: any
   */
  static RlaifRunResource of(
      RlaifRunResource run, RlaifRunStatus status, @Nullable String resourceVersion) {
    RlaifRunResource patch = new RlaifRunResource();
    patch.setMetadata(
        new ObjectMetaBuilder()
            .withName(run.getMetadata().getName())
            .withNamespace(run.getMetadata().getNamespace())
            .withResourceVersion(resourceVersion)
            .build());
    patch.setStatus(status);
    return patch;
  }
}
