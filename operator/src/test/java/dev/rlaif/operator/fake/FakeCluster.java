package dev.rlaif.operator.fake;

import dev.rlaif.operator.kube.Labels;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fabric8.kubernetes.api.model.apps.DeploymentBuilder;
import io.fabric8.kubernetes.api.model.batch.v1.Job;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.fabric8.kubernetes.client.dsl.Filterable;
import io.fabric8.kubernetes.client.dsl.Informable;
import io.fabric8.kubernetes.client.informers.ResourceEventHandler;
import io.fabric8.kubernetes.client.informers.SharedIndexInformer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.Predicate;

/** Plays every Job and Deployment that the operator makes, as the script says. */
public final class FakeCluster implements AutoCloseable {
  private static final int THREADS = 8;

  private final KubernetesClient client;
  private final Script script;
  private final Duration pace;
  private final Predicate<Deployment> comesUp;
  private final ScheduledExecutorService threads = Executors.newScheduledThreadPool(THREADS);
  private final List<SharedIndexInformer<?>> informers = new ArrayList<>();
  private final Set<String> begun = ConcurrentHashMap.newKeySet();

  /**
   * Plays what is made in one namespace.
   *
   * @param pace between what happens to one Job
   * @param comesUp whether the pods of a Deployment become ready
   */
  public FakeCluster(
      KubernetesClient client,
      String namespace,
      Script script,
      Duration pace,
      Predicate<Deployment> comesUp) {
    this(
        client,
        script,
        pace,
        comesUp,
        client.batch().v1().jobs().inNamespace(namespace),
        client.apps().deployments().inNamespace(namespace));
  }

  /** Plays what is made anywhere; the client must not be bound to a namespace. */
  public FakeCluster(
      KubernetesClient client, Script script, Duration pace, Predicate<Deployment> comesUp) {
    this(
        client,
        script,
        pace,
        comesUp,
        client.batch().v1().jobs().inAnyNamespace(),
        client.apps().deployments().inAnyNamespace());
  }

  private FakeCluster(
      KubernetesClient client,
      Script script,
      Duration pace,
      Predicate<Deployment> comesUp,
      Filterable<? extends Informable<Job>> jobs,
      Filterable<? extends Informable<Deployment>> deployments) {
    this.client = client;
    this.script = script;
    this.pace = pace;
    this.comesUp = comesUp;
    informers.add(jobs.withLabelSelector(Labels.SELECTOR).inform(handler(this::jobChanged)));
    informers.add(
        deployments.withLabelSelector(Labels.SELECTOR).inform(handler(this::deploymentChanged)));
  }

  private void jobChanged(Job job) {
    if (job.getMetadata().getDeletionTimestamp() != null) {
      after(0, () -> collect(job));
    } else if (!hasEnded(job)
        && !Boolean.TRUE.equals(job.getSpec().getSuspend())
        && begun.add(job.getMetadata().getUid())) {
      after(1, () -> new PlayedJob(client, job).begin(script.next(job), this::next));
    }
  }

  private static boolean hasEnded(Job job) {
    return job.getStatus() != null
        && job.getStatus().getConditions().stream()
            .anyMatch(
                condition ->
                    condition.getType().equals("Complete") || condition.getType().equals("Failed"));
  }

  /** The next pod of a Job, if it is still there and wants one. */
  private void next(PlayedJob played) {
    after(
        1,
        () -> {
          Job now = client.resource(played.job()).get();
          if (now != null && now.getMetadata().getDeletionTimestamp() == null) {
            played.advance(() -> script.next(now), this::next);
          }
        });
  }

  /** Foreground deletion: the pods go first, then the Job. */
  private void collect(Job job) {
    List<Pod> pods =
        client
            .pods()
            .inNamespace(job.getMetadata().getNamespace())
            .withLabel("batch.kubernetes.io/job-name", job.getMetadata().getName())
            .list()
            .getItems();
    pods.forEach(pod -> client.resource(pod).withGracePeriod(0).delete());
    Job now = client.resource(job).get();
    if (now != null && !now.getMetadata().getFinalizers().isEmpty()) {
      client
          .resource(now)
          .edit(
              held -> {
                held.getMetadata().setFinalizers(List.of());
                return held;
              });
    }
  }

  private void deploymentChanged(Deployment deployment) {
    var status = deployment.getStatus();
    boolean current =
        status != null
            && deployment.getMetadata().getGeneration().equals(status.getObservedGeneration());
    if (!current) {
      after(1, () -> rollOut(deployment, ready(deployment)));
    }
  }

  /** The pods of a Deployment get another chance to become ready. */
  public void rollOutAgain(String namespace, String name) {
    Deployment deployment = client.apps().deployments().inNamespace(namespace).withName(name).get();
    if (deployment != null) {
      rollOut(deployment, ready(deployment));
    }
  }

  private int ready(Deployment deployment) {
    Integer replicas = deployment.getSpec().getReplicas();
    return comesUp.test(deployment) ? (replicas == null ? 1 : replicas) : 0;
  }

  private void rollOut(Deployment deployment, int ready) {
    client
        .resource(
            new DeploymentBuilder(deployment)
                .editMetadata()
                .withResourceVersion(null)
                .endMetadata()
                .editOrNewStatus()
                .withObservedGeneration(deployment.getMetadata().getGeneration())
                .withReplicas(ready)
                .withUpdatedReplicas(ready)
                .withReadyReplicas(ready)
                .withAvailableReplicas(ready)
                .withConditions()
                .addNewCondition()
                .withType("Available")
                .withStatus(ready > 0 ? "True" : "False")
                .withReason(ready > 0 ? "MinimumReplicasAvailable" : "MinimumReplicasUnavailable")
                .endCondition()
                .endStatus()
                .build())
        .patchStatus();
  }

  private void after(int paces, Runnable what) {
    var unused =
        threads.schedule(
            () -> {
              try {
                what.run();
              } catch (KubernetesClientException e) {
                // The object went, or ended, while it was played: as it goes in a cluster.
                if (e.getCode() != 404 && e.getCode() != 409 && e.getCode() != 422) {
                  System.err.println("not played: " + e.getMessage());
                }
              } catch (RuntimeException e) {
                e.printStackTrace();
              }
            },
            paces * pace.toMillis(),
            TimeUnit.MILLISECONDS);
  }

  private static <T> ResourceEventHandler<T> handler(Consumer<T> changed) {
    return new ResourceEventHandler<>() {
      @Override
      public void onAdd(T object) {
        changed.accept(object);
      }

      @Override
      public void onUpdate(T before, T now) {
        changed.accept(now);
      }

      @Override
      public void onDelete(T object, boolean unknown) {}
    };
  }

  @Override
  public void close() {
    informers.forEach(SharedIndexInformer::stop);
    threads.shutdownNow();
  }
}
