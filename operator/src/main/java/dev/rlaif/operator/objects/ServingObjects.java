package dev.rlaif.operator.objects;

import dev.rlaif.api.v1alpha1.Serving;
import dev.rlaif.operator.kube.ObjectNames;
import dev.rlaif.plan.StageName;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.IntOrString;
import io.fabric8.kubernetes.api.model.ObjectMeta;
import io.fabric8.kubernetes.api.model.PodSpec;
import io.fabric8.kubernetes.api.model.policy.v1.PodDisruptionBudget;
import io.fabric8.kubernetes.api.model.policy.v1.PodDisruptionBudgetBuilder;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What serves a run's tuned model, by its runtime. */
final class ServingObjects {
  private ServingObjects() {}

  static List<HasMetadata> of(RunContext run) {
    return switch (run.plan().spec().serving().runtime()) {
      case RLAIF -> deployed(run, ServingPod.ofRlaif(run));
      case VLLM -> deployed(run, ServingPod.ofVllm(run));
      case KSERVE -> List.of(KserveService.of(run));
    };
  }

  static String url(RunContext run) {
    Serving serving = run.plan().spec().serving();
    return switch (serving.runtime()) {
      case RLAIF, VLLM -> url(run, ObjectNames.serve(run.name()));
      case KSERVE -> KserveService.url(run);
    };
  }

  static String url(RunContext run, String service) {
    return "http://%s.%s.svc:%d/v1"
        .formatted(service, run.namespace(), run.plan().spec().serving().port());
  }

  /** Metadata of each of them; what is retained outlives the run. */
  static ObjectMeta metadata(RunContext run) {
    Owner owner = Owner.of(run);
    String name = ObjectNames.serve(run.name());
    return run.plan().spec().serving().retain()
        ? owner.retained(name, owner.labels(StageName.SERVE))
        : owner.owned(name, owner.labels(StageName.SERVE));
  }

  /** The wish of now; absent: an autoscaler's matter. */
  static @Nullable Integer replicas(RunContext run) {
    return run.resource().getSpec().serving().replicas();
  }

  private static List<HasMetadata> deployed(RunContext run, PodSpec pod) {
    Owner owner = Owner.of(run);
    Serving serving = run.plan().spec().serving();
    Integer replicas = replicas(run);
    List<HasMetadata> objects = new ArrayList<>();
    objects.add(
        ServerDeployment.of(
            metadata(run),
            owner.labels(StageName.SERVE),
            replicas,
            serving.startDeadlineSeconds(),
            rollout(run),
            PodTemplate.of(owner, StageName.SERVE, run.plan().spec().pods(), pod)));
    objects.add(ServerService.of(metadata(run), owner.labels(StageName.SERVE), serving.port()));
    if (replicas != null && replicas > 1) {
      objects.add(budget(run, owner));
    }
    return objects;
  }

  /** A volume of one node cannot follow a second pod to another node, so the first goes first. */
  static ServerDeployment.Rollout rollout(RunContext run) {
    boolean own = run.plan().spec().storage().existingClaim() == null;
    return own && !WorkspaceVolume.isShared(run.plan().spec())
        ? ServerDeployment.Rollout.RECREATE
        : ServerDeployment.Rollout.ROLLING;
  }

  private static PodDisruptionBudget budget(RunContext run, Owner owner) {
    return new PodDisruptionBudgetBuilder()
        .withMetadata(metadata(run))
        .withNewSpec()
        .withMaxUnavailable(new IntOrString(1))
        .withNewSelector()
        .withMatchLabels(ServerDeployment.selector(owner.labels(StageName.SERVE)))
        .endSelector()
        .endSpec()
        .build();
  }
}
