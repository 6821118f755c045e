package dev.rlaif.operator.observe;

import dev.rlaif.operator.kube.RewardJudgeResource;
import dev.rlaif.operator.kube.RlaifRunResource;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.PersistentVolumeClaim;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.Service;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fabric8.kubernetes.api.model.batch.v1.Job;
import io.javaoperatorsdk.operator.api.reconciler.Context;
import java.util.Collection;
import java.util.List;
import java.util.Optional;

/** What the caches hold of a run: what carries its label, and the judges that it names. */
public record Children(
    List<Job> jobs,
    List<Pod> pods,
    List<PersistentVolumeClaim> claims,
    List<Deployment> deployments,
    List<Service> services,
    List<RewardJudgeResource> judges) {

  public static Children cached(Context<RlaifRunResource> context) {
    return new Children(
        List.copyOf(context.getSecondaryResources(Job.class)),
        List.copyOf(context.getSecondaryResources(Pod.class)),
        List.copyOf(context.getSecondaryResources(PersistentVolumeClaim.class)),
        List.copyOf(context.getSecondaryResources(Deployment.class)),
        List.copyOf(context.getSecondaryResources(Service.class)),
        List.copyOf(context.getSecondaryResources(RewardJudgeResource.class)));
  }

  static <T extends HasMetadata> Optional<T> named(Collection<T> objects, String name) {
    return objects.stream()
        .filter(object -> object.getMetadata().getName().equals(name))
        .findFirst();
  }
}
