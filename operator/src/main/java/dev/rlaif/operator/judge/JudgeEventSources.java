package dev.rlaif.operator.judge;

import dev.rlaif.operator.kube.Labels;
import dev.rlaif.operator.kube.RewardJudgeResource;
import dev.rlaif.operator.kube.RlaifRunResource;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fabric8.kubernetes.api.model.batch.v1.Job;
import io.javaoperatorsdk.operator.api.config.informer.InformerEventSourceConfiguration;
import io.javaoperatorsdk.operator.api.reconciler.EventSourceContext;
import io.javaoperatorsdk.operator.processing.event.ResourceID;
import io.javaoperatorsdk.operator.processing.event.source.EventSource;
import io.javaoperatorsdk.operator.processing.event.source.informer.InformerEventSource;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Collectors;

/** What wakes a judge, beside itself: its Jobs, pods and Deployments, and the runs that name it. */
final class JudgeEventSources {
  /** Only what belongs to a judge is held in memory, not the pods of runs. */
  private static final String SELECTOR = Labels.SELECTOR + "," + Labels.JUDGE;

  private JudgeEventSources() {}

  static List<EventSource<?, RewardJudgeResource>> of(
      EventSourceContext<RewardJudgeResource> context) {
    return List.of(
        labelled(Job.class, context),
        labelled(Pod.class, context),
        labelled(Deployment.class, context),
        runs(context));
  }

  private static <T extends HasMetadata> EventSource<?, RewardJudgeResource> labelled(
      Class<T> type, EventSourceContext<RewardJudgeResource> context) {
    return new InformerEventSource<>(
        InformerEventSourceConfiguration.from(type, RewardJudgeResource.class)
            .withLabelSelector(SELECTOR)
            .withSecondaryToPrimaryMapper(JudgeEventSources::owner)
            .withNamespacesInheritedFromController()
            .build(),
        context);
  }

  private static EventSource<?, RewardJudgeResource> runs(
      EventSourceContext<RewardJudgeResource> context) {
    return new InformerEventSource<>(
        InformerEventSourceConfiguration.from(RlaifRunResource.class, RewardJudgeResource.class)
            .withSecondaryToPrimaryMapper(JudgeEventSources::judges)
            .withOnUpdateFilter(JudgeEventSources::concernsJudges)
            .withNamespacesInheritedFromController()
            .build(),
        context);
  }

  private static Set<ResourceID> owner(HasMetadata object) {
    return Set.of(
        new ResourceID(
            object.getMetadata().getLabels().get(Labels.JUDGE),
            object.getMetadata().getNamespace()));
  }

  private static Set<ResourceID> judges(RlaifRunResource run) {
    return JudgeUsage.namedBy(run).stream()
        .map(name -> new ResourceID(name, run.getMetadata().getNamespace()))
        .collect(Collectors.toSet());
  }

  /** A run's progress, the most frequent of its changes, is nothing to its judge. */
  private static boolean concernsJudges(RlaifRunResource now, RlaifRunResource before) {
    return now.knownStatus().phase() != before.knownStatus().phase()
        || !Objects.equals(now.knownStatus().judge(), before.knownStatus().judge())
        || !JudgeUsage.namedBy(now).equals(JudgeUsage.namedBy(before));
  }
}
