package dev.rlaif.operator.objects;

import dev.rlaif.api.v1alpha1.Pods;
import dev.rlaif.operator.kube.Labels;
import dev.rlaif.plan.StageName;
import io.fabric8.kubernetes.api.model.ObjectMetaBuilder;
import io.fabric8.kubernetes.api.model.PodSpec;
import io.fabric8.kubernetes.api.model.PodTemplateSpec;
import io.fabric8.kubernetes.api.model.PodTemplateSpecBuilder;
import java.util.Map;
import java.util.TreeMap;

/** Labels and annotations of pods: those of their settings, and ours over them. */
final class PodTemplate {
  private PodTemplate() {}

  static PodTemplateSpec of(Owner owner, StageName stage, Pods pods, PodSpec spec) {
    return of(owner, owner.labels(stage), pods, spec);
  }

  /**
   * @param own what tells the pods from all others
   */
  static PodTemplateSpec of(Owner owner, Map<String, String> own, Pods pods, PodSpec spec) {
    return new PodTemplateSpecBuilder()
        .withMetadata(
            new ObjectMetaBuilder()
                .withLabels(labels(own, pods))
                .withAnnotations(annotations(owner, pods))
                .build())
        .withSpec(spec)
        .build();
  }

  static Map<String, String> labels(Owner owner, StageName stage, Pods pods) {
    return labels(owner.labels(stage), pods);
  }

  private static Map<String, String> labels(Map<String, String> own, Pods pods) {
    Map<String, String> labels = new TreeMap<>(pods.labels());
    labels.putAll(own);
    return labels;
  }

  /** With the hash, so that pods of another adapter or judge take the place of these. */
  static Map<String, String> annotations(Owner owner, Pods pods) {
    Map<String, String> annotations = new TreeMap<>(pods.annotations());
    annotations.put(Labels.PLAN_HASH, owner.planHash());
    return annotations;
  }
}
