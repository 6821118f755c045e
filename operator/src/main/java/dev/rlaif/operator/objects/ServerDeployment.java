package dev.rlaif.operator.objects;

import dev.rlaif.operator.kube.Labels;
import io.fabric8.kubernetes.api.model.ObjectMeta;
import io.fabric8.kubernetes.api.model.PodTemplateSpec;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fabric8.kubernetes.api.model.apps.DeploymentBuilder;
import io.fabric8.kubernetes.api.model.apps.DeploymentSpecBuilder;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** The Deployment of a server; only what we decide is said, so that applying it changes nothing. */
final class ServerDeployment {
  /** How new pods take the place of old ones. */
  enum Rollout {
    /** New ones first: the model answers all the time. */
    ROLLING,
    /** Old ones first. */
    RECREATE
  }

  private ServerDeployment() {}

  /**
   * @param replicas absent: never applied
   * @param startSeconds until a rollout counts as stuck
   */
  static Deployment of(
      ObjectMeta metadata,
      Map<String, String> labels,
      @Nullable Integer replicas,
      long startSeconds,
      Rollout rollout,
      PodTemplateSpec template) {
    DeploymentSpecBuilder spec =
        new DeploymentSpecBuilder()
            .withReplicas(replicas)
            .withProgressDeadlineSeconds((int) startSeconds)
            .withNewSelector()
            .withMatchLabels(selector(labels))
            .endSelector()
            .withTemplate(template);
    if (rollout == Rollout.RECREATE) {
      spec.withNewStrategy().withType("Recreate").endStrategy();
    }
    return new DeploymentBuilder().withMetadata(metadata).withSpec(spec.build()).build();
  }

  /** Of the labels of an owner's stage, those that tell it from every other. */
  static Map<String, String> selector(Map<String, String> labels) {
    Map<String, String> selector = new TreeMap<>(labels);
    selector.keySet().removeAll(List.of(Labels.NAME, Labels.MANAGED_BY));
    return selector;
  }
}
