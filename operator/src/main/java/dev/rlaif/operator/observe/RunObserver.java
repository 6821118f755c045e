package dev.rlaif.operator.observe;

import dev.rlaif.api.v1alpha1.EvaluationStatus;
import dev.rlaif.api.v1alpha1.RlaifRunStatus;
import dev.rlaif.api.v1alpha1.RunPhase;
import dev.rlaif.operator.kube.ObjectNames;
import dev.rlaif.operator.kube.OperatorSettings;
import dev.rlaif.operator.kube.RlaifRunResource;
import dev.rlaif.operator.objects.RunContext;
import dev.rlaif.operator.objects.RunObjects;
import dev.rlaif.plan.RunPlan;
import dev.rlaif.plan.StageName;
import dev.rlaif.plan.StageProgress;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.PersistentVolumeClaim;
import io.fabric8.kubernetes.api.model.Service;
import java.time.Clock;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Observes a run: from the caches, and by a call where a cache cannot be believed. */
public final class RunObserver {
  private final ClusterView cluster;
  private final OperatorSettings settings;
  private final Clock clock;

  public RunObserver(ClusterView cluster, OperatorSettings settings, Clock clock) {
    this.cluster = cluster;
    this.settings = settings;
    this.clock = clock;
  }

  public RunObservation observe(
      RlaifRunResource run, Children children, Optional<StageProgress> progress) {
    RlaifRunStatus status = run.knownStatus();
    Instant now = clock.instant().truncatedTo(ChronoUnit.SECONDS);
    boolean needed = !isOver(status) || ViewingLookup.isWanted(run);
    PlanObservation plan = needed ? plan(run) : PlanObservation.NONE;
    Optional<RunPlan> known = plan.withHash(status.planHash());
    Optional<RunContext> context = known.map(found -> new RunContext(run, found, settings));
    boolean active = status.completionTime() == null;
    return new RunObservation(
        run,
        settings,
        now,
        active && known.isEmpty() ? references(run, children) : References.NONE,
        plan,
        active ? known.flatMap(found -> claim(run, found, children)) : Optional.empty(),
        active ? context.map(found -> stages(found, children, now)).orElse(Map.of()) : Map.of(),
        context
            .filter(found -> hasPassed(status))
            .map(found -> serving(found, children))
            .orElse(ServingObservation.NONE),
        new ViewingLookup(run, children, cluster).viewing(context),
        children.jobs().stream().filter(job -> Ownership.isOf(run, job)).toList(),
        progress);
  }

  /** Nothing but the run itself, where the operator may not look at what it needs. */
  public RunObservation blind(RlaifRunResource run) {
    return new RunObservation(
        run,
        settings,
        clock.instant().truncatedTo(ChronoUnit.SECONDS),
        References.NONE,
        PlanObservation.NONE,
        Optional.empty(),
        Map.of(),
        ServingObservation.NONE,
        ViewingObservation.NONE,
        List.of(),
        Optional.empty());
  }

  private PlanObservation plan(RlaifRunResource run) {
    return cluster
        .configMap(run.getMetadata().getNamespace(), ObjectNames.plan(run.getMetadata().getName()))
        .map(found -> PlanObservation.of(found, Ownership.isOf(run, found)))
        .orElse(PlanObservation.NONE);
  }

  private References references(RlaifRunResource run, Children children) {
    return ReferenceLookup.of(run, children.judges(), cluster, settings.secretsChecked());
  }

  private Optional<PersistentVolumeClaim> claim(
      RlaifRunResource run, RunPlan plan, Children children) {
    String existing = plan.spec().storage().existingClaim();
    String name = existing == null ? ObjectNames.workspace(run.getMetadata().getName()) : existing;
    return Children.named(children.claims(), name)
        .or(() -> cluster.claim(run.getMetadata().getNamespace(), name));
  }

  private Map<StageName, StageObservation> stages(RunContext run, Children children, Instant now) {
    return new StageLookup(run.resource(), children, cluster, now).stages(RunObjects.stages(run));
  }

  private ServingObservation serving(RunContext run, Children children) {
    List<HasMetadata> desired = RunObjects.serving(run);
    Optional<Service> alias =
        RunObjects.servingAlias(run)
            .filter(service -> run.resource().getSpec().serving().enabled());
    return new ServingLookup(run.resource(), children, cluster).serving(desired, alias);
  }

  private static boolean hasPassed(RlaifRunStatus status) {
    return Optional.ofNullable(status.evaluation()).map(EvaluationStatus::passed).orElse(false);
  }

  /** Nothing is served by it, and nothing will run any more. */
  private static boolean isOver(RlaifRunStatus status) {
    return status.phase() == RunPhase.REJECTED || status.phase() == RunPhase.FAILED;
  }
}
