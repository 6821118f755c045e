package dev.rlaif.operator.observe;

import dev.rlaif.operator.kube.Beside;
import dev.rlaif.operator.kube.Labels;
import dev.rlaif.operator.kube.RlaifRunResource;
import dev.rlaif.operator.objects.RunContext;
import dev.rlaif.operator.objects.RunObjects;
import io.fabric8.kubernetes.api.model.HasMetadata;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Stream;

/** Looks at what shows a run; the API server is asked only for what is wanted and not cached. */
final class ViewingLookup {
  private final RlaifRunResource run;
  private final Children children;
  private final ClusterView cluster;

  ViewingLookup(RlaifRunResource run, Children children, ClusterView cluster) {
    this.run = run;
    this.children = children;
    this.cluster = cluster;
  }

  /** Whether somebody wants to look; that may change at any time. */
  static boolean isWanted(RlaifRunResource run) {
    return run.getSpec() != null && run.getSpec().tracking().viewer();
  }

  /**
   * @param context absent where the plan is not known: then nothing is made, nothing taken away
   */
  ViewingObservation viewing(Optional<RunContext> context) {
    if (!isWanted(run)) {
      return new ViewingObservation(List.of(), ours().toList());
    }
    List<HasMetadata> desired = context.map(RunObjects::viewing).orElse(List.of());
    List<HasMetadata> surplus =
        desired.isEmpty()
            ? List.of()
            : ours()
                .filter(found -> desired.stream().noneMatch(one -> isSame(one, found)))
                .toList();
    return new ViewingObservation(desired.stream().map(this::wanted).toList(), surplus);
  }

  private Wanted wanted(HasMetadata desired) {
    return new Wanted(
        desired,
        cached()
            .filter(found -> isSame(desired, found))
            .findFirst()
            .or(() -> cluster.present(desired)));
  }

  private Stream<HasMetadata> ours() {
    return cached()
        .filter(found -> Ownership.isOf(run, found))
        .filter(ViewingLookup::shows)
        .filter(found -> found.getMetadata().getDeletionTimestamp() == null);
  }

  private Stream<HasMetadata> cached() {
    return Stream.concat(children.deployments().stream(), children.services().stream());
  }

  private static boolean shows(HasMetadata object) {
    String stage =
        Objects.requireNonNullElse(object.getMetadata().getLabels(), Map.<String, String>of())
            .get(Labels.STAGE);
    return Arrays.stream(Beside.values()).anyMatch(beside -> beside.word().equals(stage));
  }

  private static boolean isSame(HasMetadata one, HasMetadata other) {
    return one.getKind().equals(other.getKind())
        && one.getMetadata().getName().equals(other.getMetadata().getName());
  }
}
