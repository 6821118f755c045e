package dev.rlaif.operator.observe;

import dev.rlaif.api.v1alpha1.RlaifRunStatus;
import dev.rlaif.operator.kube.OperatorSettings;
import dev.rlaif.operator.kube.RlaifRunResource;
import dev.rlaif.operator.objects.RunContext;
import dev.rlaif.plan.RunPlan;
import dev.rlaif.plan.StageName;
import dev.rlaif.plan.StageProgress;
import io.fabric8.kubernetes.api.model.PersistentVolumeClaim;
import io.fabric8.kubernetes.api.model.batch.v1.Job;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * All that a decision about a run is made of; what does not matter in its present phase is not
 * looked at, and empty.
 *
 * @param now in whole seconds, as the status counts
 * @param stages those that have not ended, by name
 * @param claim the run's own, or the existing one that it names
 * @param jobs of the run, as the cache knows them
 * @param progress what the running stage said last
 */
public record RunObservation(
    RlaifRunResource run,
    OperatorSettings settings,
    Instant now,
    References references,
    PlanObservation plan,
    Optional<PersistentVolumeClaim> claim,
    Map<StageName, StageObservation> stages,
    ServingObservation serving,
    ViewingObservation viewing,
    List<Job> jobs,
    Optional<StageProgress> progress) {

  public RlaifRunStatus status() {
    return run.knownStatus();
  }

  public String name() {
    return run.getMetadata().getName();
  }

  public RunContext context(RunPlan plan) {
    return new RunContext(run, plan, settings);
  }

  public StageObservation stage(StageName stage) {
    return stages.getOrDefault(stage, StageObservation.absent(stage));
  }
}
