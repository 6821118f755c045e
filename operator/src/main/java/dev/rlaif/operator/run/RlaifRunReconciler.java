package dev.rlaif.operator.run;

import dev.rlaif.api.v1alpha1.RlaifRun;
import dev.rlaif.api.v1alpha1.RlaifRunStatus;
import dev.rlaif.operator.kube.EventRecorder;
import dev.rlaif.operator.kube.Labels;
import dev.rlaif.operator.kube.OperatorSettings;
import dev.rlaif.operator.kube.RlaifRunResource;
import dev.rlaif.operator.metrics.OperatorMeters;
import dev.rlaif.operator.observe.Children;
import dev.rlaif.operator.observe.ClusterView;
import dev.rlaif.operator.observe.LiveCluster;
import dev.rlaif.operator.observe.ProgressDoor;
import dev.rlaif.operator.observe.ProgressPoller;
import dev.rlaif.operator.observe.RunObservation;
import dev.rlaif.operator.observe.RunObserver;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.javaoperatorsdk.operator.api.reconciler.Context;
import io.javaoperatorsdk.operator.api.reconciler.ControllerConfiguration;
import io.javaoperatorsdk.operator.api.reconciler.EventSourceContext;
import io.javaoperatorsdk.operator.api.reconciler.PrimaryUpdateAndCacheUtils;
import io.javaoperatorsdk.operator.api.reconciler.Reconciler;
import io.javaoperatorsdk.operator.api.reconciler.UpdateControl;
import io.javaoperatorsdk.operator.processing.event.rate.RateLimited;
import io.javaoperatorsdk.operator.processing.event.source.EventSource;
import io.javaoperatorsdk.operator.processing.retry.GradualRetry;
import jakarta.inject.Inject;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** Carries a run from its document to a served model. */
@ControllerConfiguration(name = RlaifRunReconciler.NAME, fieldManager = Labels.OPERATOR)
@RateLimited(maxReconciliations = 10, within = 1)
@GradualRetry(
    maxAttempts = RlaifRunReconciler.FOR_EVER,
    maxInterval = RlaifRunReconciler.LONGEST_RETRY)
public final class RlaifRunReconciler implements Reconciler<RlaifRunResource> {
  static final String NAME = "rlaifrun";

  /** An API server that is away for an hour comes back, and no event tells that it has. */
  static final int FOR_EVER = -1;

  /** Milliseconds. */
  static final long LONGEST_RETRY = 60_000;

  /** Until our own write has come back to the cache. */
  private static final Duration AT_ONCE = Duration.ofMillis(100);

  private final RunObserver observer;
  private final ActionExecutor executor;
  private final ProgressPoller poller;
  private final EventRecorder recorder;
  private final OperatorMeters meters;

  @Inject
  public RlaifRunReconciler(
      KubernetesClient client,
      OperatorSettings settings,
      EventRecorder recorder,
      OperatorMeters meters,
      Clock clock) {
    ClusterView cluster = new LiveCluster(client);
    this.observer = new RunObserver(cluster, settings, clock);
    this.executor = new ActionExecutor(client, new RefusalReasons(cluster));
    this.poller = new ProgressPoller(settings.progressInterval(), new ProgressDoor());
    this.recorder = recorder;
    this.meters = meters;
  }

  @Override
  public List<EventSource<?, RlaifRunResource>> prepareEventSources(
      EventSourceContext<RlaifRunResource> context) {
    List<EventSource<?, RlaifRunResource>> sources = new ArrayList<>(RunEventSources.of(context));
    sources.add(poller);
    return sources;
  }

  @Override
  public UpdateControl<RlaifRunResource> reconcile(
      RlaifRunResource run, Context<RlaifRunResource> context) {
    if (run.getMetadata().getDeletionTimestamp() != null) {
      return UpdateControl.noUpdate();
    }
    RunDecision said = pass(run, context);
    write(run, said.status(), context);
    return said.lookAgain()
        .map(delay -> UpdateControl.<RlaifRunResource>noUpdate().rescheduleAfter(atLeast(delay)))
        .orElseGet(UpdateControl::noUpdate);
  }

  private RunDecision pass(RlaifRunResource run, Context<RlaifRunResource> context) {
    RunObservation seen;
    try {
      seen = observer.observe(run, Children.cached(context), poller.latest(run));
    } catch (KubernetesClientException e) {
      return Aftermath.ofBlindness(observer.blind(run), e);
    }
    poller.follow(run, seen);
    RunDecision decision = RunDecision.of(seen);
    return Aftermath.of(seen, decision, executor.execute(run, decision));
  }

  /** What a start has written already is written again: so the cache knows it, too. */
  private void write(
      RlaifRunResource run, RlaifRunStatus status, Context<RlaifRunResource> context) {
    if (status.equals(run.knownStatus())) {
      return;
    }
    PrimaryUpdateAndCacheUtils.ssaPatchStatusAndCacheResource(
        run, StatusPatch.of(run, status, null), context);
    meters.statusWritten(RlaifRun.KIND);
    new RunNotices(run.knownStatus(), status).tell(run, recorder, meters);
  }

  private static Duration atLeast(Duration delay) {
    return delay.compareTo(AT_ONCE) < 0 ? AT_ONCE : delay;
  }
}
