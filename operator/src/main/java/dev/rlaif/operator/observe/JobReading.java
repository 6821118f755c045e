package dev.rlaif.operator.observe;

import static java.util.Objects.requireNonNullElse;

import dev.rlaif.api.v1alpha1.Reason;
import dev.rlaif.operator.observe.StageObservation.State;
import dev.rlaif.plan.StageDoor;
import dev.rlaif.plan.StageName;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.batch.v1.Job;
import io.fabric8.kubernetes.api.model.batch.v1.JobStatus;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** Reads a Job with its pods; the order of the questions is what matters here. */
final class JobReading {
  private final StageName stage;
  private final Job job;
  private final JobConditions conditions;
  private final JobPods pods;
  private final Circumstances around;

  private JobReading(StageName stage, Job job, List<Pod> pods, Circumstances around) {
    this.stage = stage;
    this.job = job;
    this.conditions = new JobConditions(job);
    this.pods = JobPods.of(job, pods);
    this.around = around;
  }

  static StageObservation of(StageName stage, Job job, List<Pod> pods, Circumstances around) {
    return new JobReading(stage, job, pods, around).observation();
  }

  /**
   * A Job has ended by its conditions Complete and Failed only: those that announce an end come
   * while pods still run.
   */
  private StageObservation observation() {
    if (job.getMetadata().getDeletionTimestamp() != null) {
      return seen(State.ENDING, StageWork.of(stage), "the earlier Job is being deleted");
    }
    if (conditions.isComplete()) {
      return seen(State.COMPLETE, Reason.COMPLETED, "");
    }
    if (conditions.isFailed()) {
      return seen(State.FAILED, verdict(), lastMessage());
    }
    if (conditions.isEnding()) {
      return seen(State.ENDING, StageWork.of(stage), "its Job ends");
    }
    if (Boolean.TRUE.equals(job.getSpec().getSuspend())) {
      return seen(State.QUEUED, Reason.QUEUED_BY_KUEUE, "");
    }
    if (pods.allRun()) {
      return seen(State.RUNNING, StageWork.of(stage), "");
    }
    // The kubelet ends a pod a moment after its container, and the Job a moment after its pods.
    if (pods.anyEnds() || pods.allSucceeded()) {
      return seen(State.ENDING, StageWork.of(stage), "its pod has ended");
    }
    return starting();
  }

  private StageObservation starting() {
    Optional<PodWait> leaving = pods.leaving();
    PodWait wait = leaving.orElseGet(() -> pods.obstacle(around));
    Optional<Instant> since = leaving.isPresent() ? Optional.empty() : waitingSince();
    return seen(State.STARTING, wait.reason(), wait.message(), since);
  }

  /**
   * From when the Job was admitted, or its pod made if that was later. Between two pods no clock
   * ticks: the Job itself waits before it makes the next.
   */
  private Optional<Instant> waitingSince() {
    Optional<Instant> started = status().map(JobStatus::getStartTime).flatMap(Times::read);
    if (pods.isEmpty()) {
      return started;
    }
    return pods.oldestWaiting()
        .map(made -> started.filter(start -> start.isAfter(made)).orElse(made));
  }

  private Reason verdict() {
    if (conditions.isOverDeadline()) {
      return Reason.DEADLINE_EXCEEDED;
    }
    Optional<PodEnd> last = pods.verdict();
    Optional<Reason> cause =
        last.flatMap(PodEnd::cause).filter(reason -> reason.kind() == Reason.Kind.FAILED);
    boolean wrong =
        last.flatMap(PodEnd::exitCode).filter(code -> code == StageDoor.EXIT_WRONG).isPresent();
    return cause.orElse(wrong ? Reason.REPORT_MISSING : Reason.BACKOFF_LIMIT_EXCEEDED);
  }

  private String lastMessage() {
    return pods.verdict().map(PodEnd::message).orElse("");
  }

  private StageObservation seen(State state, Reason reason, String message) {
    return seen(state, reason, message, Optional.empty());
  }

  private StageObservation seen(
      State state, Reason reason, String message, Optional<Instant> waitingSince) {
    return new StageObservation(
        stage,
        state,
        reason,
        message,
        pods.begun(),
        pods.ended() + (state == State.RUNNING ? 1 : 0),
        status().map(JobStatus::getFailed).orElse(0),
        requireNonNullElse(job.getSpec().getBackoffLimit(), 0),
        pods.lastEnd(),
        waitingSince,
        !pods.isEmpty(),
        state == State.RUNNING ? pods.address() : Optional.empty(),
        Optional.of(job));
  }

  private Optional<JobStatus> status() {
    return Optional.ofNullable(job.getStatus());
  }
}
