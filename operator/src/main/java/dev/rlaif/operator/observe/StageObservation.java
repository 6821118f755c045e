package dev.rlaif.operator.observe;

import dev.rlaif.api.v1alpha1.Reason;
import dev.rlaif.plan.StageName;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.batch.v1.Job;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * What is seen of a stage: its Job and pods, and nothing of what was before them.
 *
 * @param reason why it is in this state; where the Job failed, the verdict
 * @param message for people; may be empty
 * @param begun when the first pod of rank 0 began, by the clock of its node
 * @param podsBegun of rank 0, those that ended and the one that runs
 * @param failures that the Job counts against its limit
 * @param backoffLimit of the Job
 * @param lastEnd how the pod that ended last did so
 * @param waitingSince since when pods could run and do not; absent while no clock of ours ticks
 * @param podSeen whether the Job has any pod, ended or not
 * @param address of the pod of rank 0, while it runs
 * @param job absent only where there is none
 */
public record StageObservation(
    StageName stage,
    State state,
    Reason reason,
    String message,
    Optional<Instant> begun,
    int podsBegun,
    int failures,
    int backoffLimit,
    Optional<PodEnd> lastEnd,
    Optional<Instant> waitingSince,
    boolean podSeen,
    Optional<String> address,
    Optional<Job> job) {

  /** Where a stage's Job is. */
  public enum State {
    /** There is none. */
    ABSENT,
    /** Its name is taken by an object of somebody else. */
    FOREIGN,
    /** It is being deleted, or about to be complete or failed; its pods still end. */
    ENDING,
    /** Suspended, until a queue admits it. */
    QUEUED,
    /** Not all of its pods run. */
    STARTING,
    RUNNING,
    COMPLETE,
    FAILED
  }

  public static StageObservation absent(StageName stage) {
    return new StageObservation(
        stage,
        State.ABSENT,
        Reason.STARTING,
        "",
        Optional.empty(),
        0,
        0,
        0,
        Optional.empty(),
        Optional.empty(),
        false,
        Optional.empty(),
        Optional.empty());
  }

  static StageObservation foreign(StageName stage, Job job) {
    StageObservation none = absent(stage);
    return new StageObservation(
        stage,
        State.FOREIGN,
        Reason.NAME_TAKEN,
        "Job " + job.getMetadata().getName() + " belongs to somebody else",
        none.begun(),
        none.podsBegun(),
        none.failures(),
        none.backoffLimit(),
        none.lastEnd(),
        none.waitingSince(),
        none.podSeen(),
        none.address(),
        Optional.of(job));
  }

  /** Of a Job that is ours, and its pods. */
  public static StageObservation of(
      StageName stage, Job job, List<Pod> pods, Circumstances around) {
    return JobReading.of(stage, job, pods, around);
  }
}
