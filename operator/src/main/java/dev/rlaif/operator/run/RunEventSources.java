package dev.rlaif.operator.run;

import dev.rlaif.operator.kube.Labels;
import dev.rlaif.operator.kube.RewardJudgeResource;
import dev.rlaif.operator.kube.RlaifRunResource;
import dev.rlaif.operator.observe.ReferenceLookup;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.PersistentVolumeClaim;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.Service;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fabric8.kubernetes.api.model.batch.v1.Job;
import io.javaoperatorsdk.operator.api.config.informer.InformerEventSourceConfiguration;
import io.javaoperatorsdk.operator.api.reconciler.EventSourceContext;
import io.javaoperatorsdk.operator.processing.event.ResourceID;
import io.javaoperatorsdk.operator.processing.event.source.EventSource;
import io.javaoperatorsdk.operator.processing.event.source.SecondaryToPrimaryMapper;
import io.javaoperatorsdk.operator.processing.event.source.informer.InformerEventSource;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * What wakes a run: its children, by their label, the judges that it names, and the Service that it
 * shares with other runs.
 */
final class RunEventSources {
  private static final String JUDGES = "judges";
  private static final String SERVICES = "services";

  private RunEventSources() {}

  static List<EventSource<?, RlaifRunResource>> of(EventSourceContext<RlaifRunResource> context) {
    return List.of(
        children(Job.class, RunEventSources::runOf, context),
        children(Pod.class, RunEventSources::runOf, context),
        children(PersistentVolumeClaim.class, RunEventSources::runOf, context),
        children(Deployment.class, RunEventSources::runOf, context),
        children(Service.class, runsOf(context), context),
        judges(context));
  }

  private static <R extends HasMetadata> InformerEventSource<R, RlaifRunResource> children(
      Class<R> kind,
      SecondaryToPrimaryMapper<R> runs,
      EventSourceContext<RlaifRunResource> context) {
    return new InformerEventSource<>(
        InformerEventSourceConfiguration.from(kind, RlaifRunResource.class)
            .withLabelSelector(Labels.SELECTOR)
            .withSecondaryToPrimaryMapper(runs)
            .withNamespacesInheritedFromController()
            .build(),
        context);
  }

  private static Set<ResourceID> runOf(HasMetadata child) {
    String run =
        Objects.requireNonNullElse(child.getMetadata().getLabels(), Map.<String, String>of())
            .get(Labels.RUN);
    return run == null ? Set.of() : Set.of(new ResourceID(run, child.getMetadata().getNamespace()));
  }

  /** A Service that changed hands wakes those, too, that it does not lead to any more. */
  private static SecondaryToPrimaryMapper<Service> runsOf(
      EventSourceContext<RlaifRunResource> context) {
    var runs = context.getPrimaryCache();
    runs.addIndexer(
        SERVICES,
        run ->
            serviceOf(run).stream()
                .map(name -> key(run.getMetadata().getNamespace(), name))
                .toList());
    return service ->
        Stream.concat(
                runOf(service).stream(),
                runs
                    .byIndex(
                        SERVICES,
                        key(service.getMetadata().getNamespace(), service.getMetadata().getName()))
                    .stream()
                    .map(ResourceID::fromResource))
            .collect(Collectors.toSet());
  }

  /** A run whose spec cannot be read names none. */
  private static Optional<String> serviceOf(RlaifRunResource run) {
    return Optional.ofNullable(run.getSpec()).map(spec -> spec.serving().service());
  }

  /** By an index of runs, so that a judge wakes those that name it and no others. */
  private static InformerEventSource<RewardJudgeResource, RlaifRunResource> judges(
      EventSourceContext<RlaifRunResource> context) {
    var runs = context.getPrimaryCache();
    runs.addIndexer(
        JUDGES,
        run ->
            judgesOf(run).stream()
                .map(name -> key(run.getMetadata().getNamespace(), name))
                .toList());
    return new InformerEventSource<>(
        InformerEventSourceConfiguration.from(RewardJudgeResource.class, RlaifRunResource.class)
            .withSecondaryToPrimaryMapper(
                judge ->
                    runs
                        .byIndex(
                            JUDGES,
                            key(judge.getMetadata().getNamespace(), judge.getMetadata().getName()))
                        .stream()
                        .filter(run -> !run.hasEnded())
                        .map(ResourceID::fromResource)
                        .collect(Collectors.toSet()))
            .withPrimaryToSecondaryMapper(
                (RlaifRunResource run) ->
                    judgesOf(run).stream()
                        .map(name -> new ResourceID(name, run.getMetadata().getNamespace()))
                        .collect(Collectors.toSet()))
            .withOnUpdateFilter(RunEventSources::concernsRuns)
            .withNamespacesInheritedFromController()
            .build(),
        context);
  }

  /** Each run changes how many use its judge: told to all of them, that would be quadratic. */
  private static boolean concernsRuns(RewardJudgeResource now, RewardJudgeResource before) {
    return !Objects.equals(now.getMetadata().getGeneration(), before.getMetadata().getGeneration())
        || !now.knownStatus().conditions().equals(before.knownStatus().conditions())
        || !Objects.equals(now.knownStatus().validation(), before.knownStatus().validation())
        || !Objects.equals(now.knownStatus().hash(), before.knownStatus().hash());
  }

  /** A run whose spec cannot be read names none. */
  private static Set<String> judgesOf(RlaifRunResource run) {
    return run.getSpec() == null || run.getSpec().judgeRef() == null
        ? Set.of()
        : ReferenceLookup.judgeNames(run.getSpec());
  }

  private static String key(String namespace, String name) {
    return namespace + "/" + name;
  }
}
