package dev.rlaif.operator.run;

import dev.rlaif.api.v1alpha1.ViewerStatus;
import dev.rlaif.operator.kube.Beside;
import dev.rlaif.operator.kube.ObjectNames;
import dev.rlaif.operator.objects.RunObjects;
import dev.rlaif.operator.observe.Ownership;
import dev.rlaif.operator.observe.RunObservation;
import dev.rlaif.operator.observe.Wanted;
import dev.rlaif.plan.RunPlan;
import io.fabric8.kubernetes.api.model.HasMetadata;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Who wants to look at a run can, from its start until it is deleted, however it ended. */
final class Viewing {
  private final RunObservation seen;

  Viewing(RunObservation seen) {
    this.seen = seen;
  }

  /** Besides all else; what is somebody else's stays as it is. */
  List<Action> actions() {
    List<Action> actions = new ArrayList<>();
    seen.viewing().objects().stream()
        .filter(wanted -> !wanted.isMet() && !isForeign(wanted))
        .forEach(wanted -> actions.add(new Action.Optionally(new Action.Apply(wanted.desired()))));
    seen.viewing()
        .surplus()
        .forEach(object -> actions.add(new Action.Optionally(new Action.Delete(object))));
    return actions;
  }

  /** Where to look, once what answers there was made. */
  @Nullable ViewerStatus status() {
    if (!seen.run().getSpec().tracking().viewer()) {
      return null;
    }
    return seen.viewing().objects().isEmpty()
        ? seen.status().viewer()
        : seen.plan().withHash(seen.status().planHash()).map(this::status).orElse(null);
  }

  private @Nullable ViewerStatus status(RunPlan plan) {
    String page = url(plan, Beside.VIEW);
    return page == null ? null : new ViewerStatus(page, url(plan, Beside.TENSORBOARD));
  }

  private @Nullable String url(RunPlan plan, Beside beside) {
    String name = ObjectNames.beside(seen.name(), beside);
    List<Wanted> objects =
        seen.viewing().objects().stream()
            .filter(wanted -> wanted.desired().getMetadata().getName().equals(name))
            .toList();
    boolean made =
        !objects.isEmpty()
            && objects.stream().allMatch(one -> one.present().filter(this::isOurs).isPresent());
    return made ? RunObjects.url(seen.context(plan), beside) : null;
  }

  private boolean isForeign(Wanted wanted) {
    return wanted.present().filter(found -> !isOurs(found)).isPresent();
  }

  private boolean isOurs(HasMetadata object) {
    return Ownership.isOf(seen.run(), object);
  }
}
