package dev.rlaif.operator.observe;

import dev.rlaif.operator.kube.RewardJudgeResource;
import io.fabric8.kubernetes.api.model.ConfigMap;
import io.fabric8.kubernetes.api.model.Event;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.PersistentVolumeClaim;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.ResourceQuota;
import io.fabric8.kubernetes.api.model.batch.v1.Job;
import java.util.List;
import java.util.Optional;

/** The cluster as it is at this moment, not as a cache remembers it; every question is a call. */
public interface ClusterView {

  Optional<Job> job(String namespace, String name);

  /** Pods of a Job, those that ended too. */
  List<Pod> pods(Job job);

  Optional<ConfigMap> configMap(String namespace, String name);

  Optional<PersistentVolumeClaim> claim(String namespace, String name);

  Optional<RewardJudgeResource> judge(String namespace, String name);

  /** True, too, where the operator may not look. */
  boolean secretExists(String namespace, String name);

  /** Of its kind and name; absent, too, where the kind is unknown. */
  Optional<HasMetadata> present(HasMetadata desired);

  /** Events about an object, oldest first; none where the operator may not look. */
  List<Event> events(HasMetadata about);

  /** None where the operator may not look. */
  List<ResourceQuota> quotas(String namespace);
}
