package dev.rlaif.operator.observe;

import dev.rlaif.api.v1alpha1.RlaifRunStatus;
import dev.rlaif.api.v1alpha1.StageState;
import dev.rlaif.operator.kube.ObjectNames;
import dev.rlaif.operator.kube.RlaifRunResource;
import dev.rlaif.operator.observe.StageObservation.State;
import dev.rlaif.plan.StageName;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.batch.v1.Job;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Looks at the stages that have not ended. */
final class StageLookup {
  /** Creating a pod takes a moment; only then is it asked why there is none. */
  private static final Duration PATIENCE = Duration.ofSeconds(5);

  private static final Set<StageState> ENDED = Set.of(StageState.SUCCEEDED, StageState.FAILED);

  private final RlaifRunResource run;
  private final Children children;
  private final ClusterView cluster;
  private final Instant now;

  StageLookup(RlaifRunResource run, Children children, ClusterView cluster, Instant now) {
    this.run = run;
    this.children = children;
    this.cluster = cluster;
    this.now = now;
  }

  Map<StageName, StageObservation> stages(List<StageName> names) {
    Map<StageName, StageObservation> stages = new LinkedHashMap<>();
    names.stream().filter(name -> !isEnded(name)).forEach(name -> stages.put(name, stage(name)));
    return stages;
  }

  private StageObservation stage(StageName stage) {
    Optional<Job> job = job(ObjectNames.job(run.getMetadata().getName(), stage));
    if (job.isEmpty()) {
      return StageObservation.absent(stage);
    }
    return Ownership.isOf(run, job.get())
        ? ours(stage, job.get())
        : StageObservation.foreign(stage, job.get());
  }

  /** That a Job which once was is gone, is believed only on the API server's word. */
  private Optional<Job> job(String name) {
    Optional<Job> cached = Children.named(children.jobs(), name);
    boolean expected =
        run.knownStatus().stages().stream()
            .anyMatch(stage -> name.equals(stage.job()) && stage.completionTime() == null);
    return cached.isPresent() || !expected
        ? cached
        : cluster.job(run.getMetadata().getNamespace(), name);
  }

  /** How a Job ended is told by its pods, and their cache may lag behind that of Jobs. */
  private StageObservation ours(StageName stage, Job job) {
    List<Pod> pods = new JobConditions(job).isFinished() ? cluster.pods(job) : children.pods();
    StageObservation seen = StageObservation.of(stage, job, pods, Circumstances.NONE);
    return seen.state() == State.STARTING && isSlow(seen)
        ? StageObservation.of(stage, job, pods, circumstances(job, JobPods.of(job, pods)))
        : seen;
  }

  private boolean isSlow(StageObservation seen) {
    return seen.waitingSince().filter(since -> since.plus(PATIENCE).isBefore(now)).isPresent();
  }

  private Circumstances circumstances(Job job, JobPods pods) {
    WaitingCauses causes = new WaitingCauses(cluster);
    return pods.waiting()
        .findFirst()
        .map(causes::around)
        .orElseGet(() -> causes.withoutPod(job, job.getSpec().getTemplate().getSpec()));
  }

  private boolean isEnded(StageName stage) {
    RlaifRunStatus status = run.knownStatus();
    return status.stages().stream()
        .anyMatch(known -> known.name().equals(stage.word()) && ENDED.contains(known.state()));
  }
}
