package dev.rlaif.operator.trial;

import dev.rlaif.api.v1alpha1.StageState;
import dev.rlaif.api.v1alpha1.StageStatus;
import dev.rlaif.operator.kube.Labels;
import dev.rlaif.operator.kube.RlaifRunResource;
import io.fabric8.kubernetes.api.model.batch.v1.Job;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.informers.ResourceEventHandler;
import io.fabric8.kubernetes.client.informers.SharedIndexInformer;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;

/**
 * How long after the end of a Job a run's status says so, as one watcher of both sees it. A status
 * that was seen before its Job lags by nothing.
 */
final class StatusLag implements AutoCloseable {
  private final Map<String, Long> ended = new ConcurrentHashMap<>();
  private final Map<String, Long> told = new ConcurrentHashMap<>();
  private final List<SharedIndexInformer<?>> informers;

  StatusLag(KubernetesClient client, String namespace) {
    informers =
        List.of(
            client
                .batch()
                .v1()
                .jobs()
                .inNamespace(namespace)
                .withLabelSelector(Labels.SELECTOR)
                .inform(new Changes<>(this::see)),
            client
                .resources(RlaifRunResource.class)
                .inNamespace(namespace)
                .inform(new Changes<>(this::see)));
  }

  private void see(Job job) {
    boolean complete =
        job.getStatus() != null
            && job.getStatus().getConditions().stream()
                .anyMatch(condition -> condition.getType().equals("Complete"));
    if (complete) {
      ended.putIfAbsent(job.getMetadata().getName(), System.nanoTime());
    }
  }

  private void see(RlaifRunResource run) {
    for (StageStatus stage : run.knownStatus().stages()) {
      if (stage.state() == StageState.SUCCEEDED && stage.job() != null) {
        told.putIfAbsent(stage.job(), System.nanoTime());
      }
    }
  }

  long count() {
    return told.keySet().stream().filter(this::isPaced).count();
  }

  /** What was there before counts for nothing. */
  private boolean isPaced(String job) {
    return job.startsWith("paced-") && ended.containsKey(job);
  }

  Duration quantile(double part) {
    List<Long> lags =
        told.keySet().stream()
            .filter(this::isPaced)
            .map(job -> Math.max(0, at(told, job) - at(ended, job)))
            .sorted()
            .toList();
    return Duration.ofNanos(lags.get((int) Math.ceil(part * lags.size()) - 1));
  }

  private static long at(Map<String, Long> times, String job) {
    return times.getOrDefault(job, 0L);
  }

  @Override
  public void close() {
    informers.forEach(SharedIndexInformer::stop);
  }

  private record Changes<T>(Consumer<T> seen) implements ResourceEventHandler<T> {
    @Override
    public void onAdd(T object) {
      seen.accept(object);
    }

    @Override
    public void onUpdate(T before, T now) {
      seen.accept(now);
    }

    @Override
    public void onDelete(T object, boolean unknown) {}
  }
}
