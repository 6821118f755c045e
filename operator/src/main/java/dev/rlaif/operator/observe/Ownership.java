package dev.rlaif.operator.observe;

import dev.rlaif.operator.kube.Labels;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.ObjectMeta;
import java.util.Map;
import java.util.Objects;

/** Whose an object is; what belongs to somebody else is neither adopted, changed nor deleted. */
public final class Ownership {
  private Ownership() {}

  /**
   * Whether the object belongs to the run: by its owner's uid, or, where it may outlive its run and
   * so has no owner, by its labels.
   */
  public static boolean isOf(HasMetadata run, HasMetadata object) {
    ObjectMeta metadata = object.getMetadata();
    return metadata.getOwnerReferences().isEmpty()
        ? isLabelled(run, metadata)
        : isOwner(run, object);
  }

  /** Whether the object names this very owner, and not only one of its name. */
  public static boolean isOwner(HasMetadata owner, HasMetadata object) {
    return object.getMetadata().getOwnerReferences().stream()
        .anyMatch(reference -> Objects.equals(reference.getUid(), owner.getMetadata().getUid()));
  }

  private static boolean isLabelled(HasMetadata run, ObjectMeta metadata) {
    Map<String, String> labels = Objects.requireNonNullElse(metadata.getLabels(), Map.of());
    return Labels.OPERATOR.equals(labels.get(Labels.MANAGED_BY))
        && run.getMetadata().getName().equals(labels.get(Labels.RUN));
  }
}
