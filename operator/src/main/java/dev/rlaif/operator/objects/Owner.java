package dev.rlaif.operator.objects;

import dev.rlaif.operator.kube.Beside;
import dev.rlaif.operator.kube.Labels;
import dev.rlaif.operator.kube.ObjectNames;
import dev.rlaif.operator.kube.OperatorSettings;
import dev.rlaif.operator.kube.RewardJudgeResource;
import dev.rlaif.plan.StageName;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.ObjectMeta;
import io.fabric8.kubernetes.api.model.ObjectMetaBuilder;
import io.fabric8.kubernetes.api.model.OwnerReference;
import io.fabric8.kubernetes.api.model.OwnerReferenceBuilder;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** The run or judge that objects belong to, and the metadata that this gives them. */
record Owner(HasMetadata resource, String planHash, OperatorSettings settings) {
  /** All that is ever copied from an owner; anything more would be pruned or admitted twice. */
  private static final List<String> COPIED_TO_JOBS =
      List.of("kueue.x-k8s.io/queue-name", "kueue.x-k8s.io/priority-class");

  private static final String IGNORE_UPDATES = "argocd.argoproj.io/ignore-resource-updates";

  static Owner of(RunContext run) {
    return new Owner(run.resource(), run.plan().hash(), run.settings());
  }

  static Owner of(JudgeContext judge) {
    return new Owner(judge.resource(), judge.plan().judge().hash(), judge.settings());
  }

  /** Of an object that goes when its owner goes. */
  ObjectMeta owned(String name, Map<String, String> labels) {
    return metadata(name, labels).withOwnerReferences(reference()).build();
  }

  /** Of an object that outlives its owner, and is known by its labels. */
  ObjectMeta retained(String name, Map<String, String> labels) {
    return metadata(name, labels).build();
  }

  /** Labels of a Job: its own, and those by which Kueue queues it. */
  Map<String, String> ofJob(Map<String, String> labels) {
    Map<String, String> all = new TreeMap<>(labels);
    Map<String, String> given = resource.getMetadata().getLabels();
    if (given != null) {
      COPIED_TO_JOBS.stream()
          .filter(given::containsKey)
          .forEach(label -> all.put(label, given.get(label)));
    }
    return all;
  }

  /** Labels of a stage; a judge's may exist for several of its hashes at the same time. */
  Map<String, String> labels(StageName stage) {
    if (!(resource instanceof RewardJudgeResource)) {
      return Labels.ofRun(name(), stage);
    }
    Map<String, String> labels = Labels.ofJudge(name(), stage);
    labels.put(Labels.JUDGE_HASH, ObjectNames.shortHash(planHash));
    return labels;
  }

  /** Labels of what shows a run. */
  Map<String, String> labels(Beside beside) {
    return Labels.ofRun(name(), beside);
  }

  String name() {
    return resource.getMetadata().getName();
  }

  private ObjectMetaBuilder metadata(String name, Map<String, String> labels) {
    Map<String, String> annotations = new TreeMap<>();
    annotations.put(Labels.PLAN_HASH, planHash);
    if (settings.argoCdIgnoreUpdates()) {
      annotations.put(IGNORE_UPDATES, "true");
    }
    return new ObjectMetaBuilder()
        .withName(name)
        .withNamespace(resource.getMetadata().getNamespace())
        .withLabels(labels)
        .withAnnotations(annotations);
  }

  /** Does not block the owner's deletion: nothing here has to be waited for. */
  private OwnerReference reference() {
    return new OwnerReferenceBuilder()
        .withApiVersion(resource.getApiVersion())
        .withKind(resource.getKind())
        .withName(name())
        .withUid(resource.getMetadata().getUid())
        .withController(true)
        .build();
  }
}
