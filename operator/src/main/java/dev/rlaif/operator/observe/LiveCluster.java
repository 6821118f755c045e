package dev.rlaif.operator.observe;

import dev.rlaif.operator.kube.RewardJudgeResource;
import io.fabric8.kubernetes.api.model.ConfigMap;
import io.fabric8.kubernetes.api.model.Event;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.PersistentVolumeClaim;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.ResourceQuota;
import io.fabric8.kubernetes.api.model.batch.v1.Job;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import java.net.HttpURLConnection;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;

/** Asks the API server. */
public record LiveCluster(KubernetesClient client) implements ClusterView {
  private static final String JOB_NAME = "batch.kubernetes.io/job-name";

  @Override
  public Optional<Job> job(String namespace, String name) {
    return Optional.ofNullable(
        client.batch().v1().jobs().inNamespace(namespace).withName(name).get());
  }

  @Override
  public List<Pod> pods(Job job) {
    return client
        .pods()
        .inNamespace(job.getMetadata().getNamespace())
        .withLabel(JOB_NAME, job.getMetadata().getName())
        .list()
        .getItems();
  }

  @Override
  public Optional<ConfigMap> configMap(String namespace, String name) {
    return Optional.ofNullable(client.configMaps().inNamespace(namespace).withName(name).get());
  }

  @Override
  public Optional<PersistentVolumeClaim> claim(String namespace, String name) {
    return Optional.ofNullable(
        client.persistentVolumeClaims().inNamespace(namespace).withName(name).get());
  }

  @Override
  public Optional<RewardJudgeResource> judge(String namespace, String name) {
    return Optional.ofNullable(
        client.resources(RewardJudgeResource.class).inNamespace(namespace).withName(name).get());
  }

  @Override
  public boolean secretExists(String namespace, String name) {
    return unlessForbidden(
        () -> client.secrets().inNamespace(namespace).withName(name).get() != null, true);
  }

  @Override
  public Optional<HasMetadata> present(HasMetadata desired) {
    try {
      return Optional.ofNullable(ResourceOf.object(client, desired).get());
    } catch (KubernetesClientException e) {
      if (e.getCode() == HttpURLConnection.HTTP_NOT_FOUND) {
        return Optional.empty();
      }
      throw e;
    }
  }

  @Override
  public List<Event> events(HasMetadata about) {
    return unlessForbidden(
        () ->
            client
                .v1()
                .events()
                .inNamespace(about.getMetadata().getNamespace())
                .withField("involvedObject.uid", about.getMetadata().getUid())
                .list()
                .getItems()
                .stream()
                .sorted(Comparator.comparing(EventTime::of))
                .toList(),
        List.of());
  }

  @Override
  public List<ResourceQuota> quotas(String namespace) {
    return unlessForbidden(
        () -> client.resourceQuotas().inNamespace(namespace).list().getItems(), List.of());
  }

  /** What only helps to tell why something waits must not stop a run. */
  private static <T> T unlessForbidden(Supplier<T> question, T otherwise) {
    try {
      return question.get();
    } catch (KubernetesClientException e) {
      if (e.getCode() == HttpURLConnection.HTTP_FORBIDDEN) {
        return otherwise;
      }
      throw e;
    }
  }
}
