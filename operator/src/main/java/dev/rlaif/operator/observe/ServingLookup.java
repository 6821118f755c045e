package dev.rlaif.operator.observe;

import dev.rlaif.operator.kube.Labels;
import dev.rlaif.operator.kube.RlaifRunResource;
import dev.rlaif.plan.StageName;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.Service;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import java.util.List;
import java.util.Objects;
import java.util.Optional;

/** Looks at what serves a run's model. */
final class ServingLookup {
  private static final String REPLICA_FAILURE = "ReplicaFailure";

  private final RlaifRunResource run;
  private final Children children;
  private final ClusterView cluster;

  ServingLookup(RlaifRunResource run, Children children, ClusterView cluster) {
    this.run = run;
    this.children = children;
    this.cluster = cluster;
  }

  ServingObservation serving(List<HasMetadata> desired, Optional<Service> alias) {
    List<Wanted> objects = desired.stream().map(this::wanted).toList();
    return ServingObservation.of(objects, alias.map(this::shared), pods(), circumstances(objects));
  }

  /** Other runs change it, too, so no cache is believed. */
  private Wanted shared(Service desired) {
    return new Wanted(desired, cluster.present(desired));
  }

  /** Before it is said that nobody answers, no cache is believed either. */
  private Wanted wanted(HasMetadata desired) {
    Optional<HasMetadata> cached = cached(desired).filter(ServingReadiness::answers);
    return new Wanted(desired, cached.or(() -> cluster.present(desired)));
  }

  private Optional<HasMetadata> cached(HasMetadata desired) {
    String name = desired.getMetadata().getName();
    if (desired instanceof Deployment) {
      return Children.named(children.deployments(), name).map(HasMetadata.class::cast);
    }
    return desired instanceof Service
        ? Children.named(children.services(), name).map(HasMetadata.class::cast)
        : Optional.empty();
  }

  private List<Pod> pods() {
    return children.pods().stream()
        .filter(
            pod -> StageName.SERVE.word().equals(pod.getMetadata().getLabels().get(Labels.STAGE)))
        .toList();
  }

  /** A Deployment tells by a condition that its pods cannot be created, and the words with it. */
  private Circumstances circumstances(List<Wanted> objects) {
    return objects.stream()
        .flatMap(wanted -> wanted.present().stream())
        .filter(Deployment.class::isInstance)
        .map(Deployment.class::cast)
        .flatMap(deployment -> refusal(deployment).stream())
        .findFirst()
        .orElse(Circumstances.NONE);
  }

  private Optional<Circumstances> refusal(Deployment deployment) {
    if (deployment.getStatus() == null) {
      return Optional.empty();
    }
    return deployment.getStatus().getConditions().stream()
        .filter(condition -> condition.getType().equals(REPLICA_FAILURE))
        .filter(condition -> condition.getStatus().equals("True"))
        .map(condition -> Objects.requireNonNullElse(condition.getMessage(), ""))
        .map(said -> refused(deployment, said))
        .findFirst();
  }

  private Circumstances refused(Deployment deployment, String said) {
    boolean exhausted =
        QuotaRoom.isExhausted(
            cluster.quotas(run.getMetadata().getNamespace()),
            deployment.getSpec().getTemplate().getSpec());
    return new Circumstances(
        Optional.of(said), exhausted, Optional.empty(), Optional.empty(), false);
  }
}
