package dev.rlaif.operator.judge;

import dev.rlaif.api.v1alpha1.Condition;
import dev.rlaif.api.v1alpha1.ConditionType;
import dev.rlaif.api.v1alpha1.Reason;
import dev.rlaif.api.v1alpha1.RewardJudge;
import dev.rlaif.operator.kube.EventRecorder;
import dev.rlaif.operator.kube.EventRecorder.Severity;
import dev.rlaif.operator.kube.OperatorSettings;
import dev.rlaif.operator.kube.RewardJudgeResource;
import dev.rlaif.operator.kube.RlaifRunResource;
import dev.rlaif.operator.metrics.OperatorMeters;
import dev.rlaif.operator.observe.LiveCluster;
import io.fabric8.kubernetes.api.model.ObjectMetaBuilder;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fabric8.kubernetes.api.model.batch.v1.Job;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.javaoperatorsdk.operator.api.reconciler.Context;
import io.javaoperatorsdk.operator.api.reconciler.ControllerConfiguration;
import io.javaoperatorsdk.operator.api.reconciler.EventSourceContext;
import io.javaoperatorsdk.operator.api.reconciler.MaxReconciliationInterval;
import io.javaoperatorsdk.operator.api.reconciler.PrimaryUpdateAndCacheUtils;
import io.javaoperatorsdk.operator.api.reconciler.Reconciler;
import io.javaoperatorsdk.operator.api.reconciler.UpdateControl;
import io.javaoperatorsdk.operator.processing.event.rate.RateLimited;
import io.javaoperatorsdk.operator.processing.event.source.EventSource;
import io.javaoperatorsdk.operator.processing.retry.GradualRetry;
import jakarta.inject.Inject;
import java.time.Clock;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.TimeUnit;

/** Proves judges: each pass observes, decides, acts and tells, whatever woke it. */
@ControllerConfiguration(
    name = "rewardjudge",
    maxReconciliationInterval = @MaxReconciliationInterval(interval = 1, timeUnit = TimeUnit.HOURS))
@RateLimited(maxReconciliations = 10, within = 1)
@GradualRetry(maxAttempts = 10)
public final class RewardJudgeReconciler implements Reconciler<RewardJudgeResource> {
  /** Reasons that are news and no cause to worry. */
  private static final Set<Reason> GOOD =
      Set.of(
          Reason.ACCEPTED,
          Reason.NOT_REQUIRED,
          Reason.VALIDATED,
          Reason.VALIDATING,
          Reason.STARTING,
          Reason.QUEUED_BY_KUEUE,
          Reason.ROLLING_OUT);

  private final JudgeObserver observer;
  private final JudgeActs acts;
  private final EventRecorder events;
  private final OperatorMeters meters;
  private final Clock clock;

  @Inject
  public RewardJudgeReconciler(
      KubernetesClient client,
      OperatorSettings settings,
      EventRecorder events,
      OperatorMeters meters,
      Clock clock) {
    this.observer = new JudgeObserver(new LiveCluster(client), settings);
    this.acts = new JudgeActs(client);
    this.events = events;
    this.meters = meters;
    this.clock = clock;
  }

  @Override
  public List<EventSource<?, RewardJudgeResource>> prepareEventSources(
      EventSourceContext<RewardJudgeResource> context) {
    return JudgeEventSources.of(context);
  }

  @Override
  public UpdateControl<RewardJudgeResource> reconcile(
      RewardJudgeResource judge, Context<RewardJudgeResource> context) {
    JudgeObservation seen = observer.observe(judge, children(context), clock.instant());
    JudgeDecision decision = carriedOut(seen, JudgeDecision.of(seen));
    if (!decision.status().equals(judge.getStatus())) {
      write(judge, decision, context);
      tell(judge, decision);
    }
    return decision
        .lookAgain()
        .map(UpdateControl.<RewardJudgeResource>noUpdate()::rescheduleAfter)
        .orElseGet(UpdateControl::noUpdate);
  }

  private static JudgeObserver.Children children(Context<RewardJudgeResource> context) {
    return new JudgeObserver.Children(
        List.copyOf(context.getSecondaryResources(Job.class)),
        List.copyOf(context.getSecondaryResources(Pod.class)),
        List.copyOf(context.getSecondaryResources(Deployment.class)),
        List.copyOf(context.getSecondaryResources(RlaifRunResource.class)));
  }

  private JudgeDecision carriedOut(JudgeObservation seen, JudgeDecision decision) {
    try {
      decision.actions().forEach(action -> acts.carryOut(seen.judge(), action));
      return decision;
    } catch (Obstructed e) {
      return JudgeDecision.obstructed(seen, e.reason(), e.sentence());
    }
  }

  private void write(
      RewardJudgeResource judge, JudgeDecision decision, Context<RewardJudgeResource> context) {
    var fresh = new RewardJudgeResource();
    fresh.setMetadata(
        new ObjectMetaBuilder()
            .withName(judge.getMetadata().getName())
            .withNamespace(judge.getMetadata().getNamespace())
            .build());
    fresh.setStatus(decision.status());
    PrimaryUpdateAndCacheUtils.ssaPatchStatusAndCacheResource(judge, fresh, context);
    meters.statusWritten(RewardJudge.KIND);
    decision.accuracy().ifPresent(meters::judgeValidated);
  }

  /** An event for each change of what the judge is ready for, or waits for. */
  private void tell(RewardJudgeResource judge, JudgeDecision decision) {
    Condition ready = Fact.find(decision.status().conditions(), ConditionType.READY).orElseThrow();
    Optional<Condition> before = Fact.find(judge.knownStatus().conditions(), ConditionType.READY);
    boolean isNews =
        before
            .filter(
                old ->
                    old.status() == ready.status()
                        && old.reason() == ready.reason()
                        && old.message().equals(ready.message()))
            .isEmpty();
    if (isNews) {
      Severity severity = GOOD.contains(ready.reason()) ? Severity.Normal : Severity.Warning;
      events.record(judge, severity, ready.reason(), ready.message());
    }
  }
}
