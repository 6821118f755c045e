package dev.rlaif.operator.observe;

import io.fabric8.kubernetes.api.model.HasMetadata;
import java.util.List;

/**
 * What is seen of the pods that show a run.
 *
 * @param objects that the run's wish leads to; empty where there is none, or no plan
 * @param surplus objects of the run that nobody wishes any more
 */
public record ViewingObservation(List<Wanted> objects, List<HasMetadata> surplus) {
  public static final ViewingObservation NONE = new ViewingObservation(List.of(), List.of());

  public ViewingObservation {
    objects = List.copyOf(objects);
    surplus = List.copyOf(surplus);
  }
}
