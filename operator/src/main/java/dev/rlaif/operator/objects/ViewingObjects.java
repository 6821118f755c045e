package dev.rlaif.operator.objects;

import dev.rlaif.operator.kube.Beside;
import dev.rlaif.operator.kube.ObjectNames;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.PodSpec;
import java.util.ArrayList;
import java.util.List;

/** The page of a run, and TensorBoard beside it: a Deployment and a Service each. */
final class ViewingObjects {
  /** Until a rollout counts as stuck: nothing but a large image takes long. */
  private static final long START_SECONDS = 600;

  private ViewingObjects() {}

  /** Those that the run's plan and the operator's settings lead to, if somebody wants to look. */
  static List<HasMetadata> of(RunContext run) {
    List<HasMetadata> objects = new ArrayList<>();
    objects.addAll(deployed(run, Beside.VIEW, ViewingPod.ofPage(run)));
    if (run.plan().spec().tracking().tensorboard()) {
      run.settings()
          .tensorboardImage()
          .ifPresent(
              image ->
                  objects.addAll(
                      deployed(run, Beside.TENSORBOARD, ViewingPod.ofTensorBoard(run, image))));
    }
    return objects;
  }

  /** Inside the cluster. */
  static String url(RunContext run, Beside beside) {
    return "http://%s.%s.svc:%d/"
        .formatted(ObjectNames.beside(run.name(), beside), run.namespace(), port(beside));
  }

  private static List<HasMetadata> deployed(RunContext run, Beside beside, PodSpec pod) {
    Owner owner = Owner.of(run);
    String name = ObjectNames.beside(run.name(), beside);
    return List.of(
        ServerDeployment.of(
            owner.owned(name, owner.labels(beside)),
            owner.labels(beside),
            1,
            START_SECONDS,
            ServingObjects.rollout(run),
            PodTemplate.of(owner, owner.labels(beside), run.plan().spec().pods(), pod)),
        ServerService.of(
            owner.owned(name, owner.labels(beside)), owner.labels(beside), port(beside)));
  }

  /** The one that each of the two programs has by itself. */
  private static int port(Beside beside) {
    return switch (beside) {
      case VIEW -> 8090;
      case TENSORBOARD -> 6006;
    };
  }
}
