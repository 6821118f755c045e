package dev.rlaif.operator.judge;

import dev.rlaif.api.v1alpha1.RewardJudgeStatus;
import dev.rlaif.operator.kube.Labels;
import dev.rlaif.operator.kube.OperatorSettings;
import dev.rlaif.operator.kube.RewardJudgeResource;
import dev.rlaif.operator.kube.RlaifRunResource;
import dev.rlaif.operator.observe.Circumstances;
import dev.rlaif.operator.observe.ClusterView;
import dev.rlaif.operator.observe.Ownership;
import dev.rlaif.operator.observe.StageObservation;
import dev.rlaif.plan.StageName;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fabric8.kubernetes.api.model.batch.v1.Job;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;

/** Looks at everything that a decision about a judge goes by, and changes nothing. */
final class JudgeObserver {
  /** What the caches hold of a judge. */
  record Children(
      List<Job> jobs, List<Pod> pods, List<Deployment> deployments, List<RlaifRunResource> runs) {}

  private final ClusterView cluster;
  private final OperatorSettings settings;

  JudgeObserver(ClusterView cluster, OperatorSettings settings) {
    this.cluster = cluster;
    this.settings = settings;
  }

  JudgeObservation observe(RewardJudgeResource judge, Children children, Instant now) {
    LiveReferences references = LiveReferences.of(judge, cluster, settings);
    return new JudgeObservation(
        judge,
        settings,
        references.configMaps(),
        references.missing(),
        children.jobs().stream()
            .filter(job -> isOurs(judge, job))
            .map(job -> proof(judge, job, children.pods()))
            .sorted(Comparator.comparing(ProofJob::name))
            .toList(),
        children.deployments().stream()
            .filter(deployment -> isOurs(judge, deployment))
            .map(deployment -> JudgeServer.of(deployment, children.pods()))
            .sorted(Comparator.comparing(JudgeServer::name))
            .toList(),
        JudgeUsage.of(judge.getMetadata().getName(), children.runs()),
        now);
  }

  private ProofJob proof(RewardJudgeResource judge, Job job, List<Pod> cached) {
    StageObservation seen = StageObservation.of(StageName.JUDGE, job, cached, Circumstances.NONE);
    boolean isTold = holds(judge.knownStatus(), job);
    return switch (seen.state()) {
      // The report is in the pod that ended last, and the cache of pods may lag behind that of
      // Jobs.
      case COMPLETE, FAILED ->
          ProofJob.of(
              job,
              isTold
                  ? seen
                  : StageObservation.of(
                      StageName.JUDGE, job, cluster.pods(job), Circumstances.NONE));
      case ABSENT, FOREIGN, ENDING, QUEUED, STARTING, RUNNING -> ProofJob.of(job, seen);
    };
  }

  /** Whether the status has the figures of this Job, so that nobody reads its report again. */
  private static boolean holds(RewardJudgeStatus status, Job job) {
    return status.validation() != null
        && status.validation().hash().equals(status.hash())
        && job.getMetadata().getName().equals(status.job());
  }

  private static boolean isOurs(RewardJudgeResource judge, HasMetadata object) {
    return Ownership.isOwner(judge, object)
        && object.getMetadata().getLabels().containsKey(Labels.JUDGE);
  }
}
