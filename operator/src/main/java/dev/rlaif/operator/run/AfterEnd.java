package dev.rlaif.operator.run;

import dev.rlaif.api.v1alpha1.Cleanup;
import dev.rlaif.api.v1alpha1.RlaifRunStatus;
import dev.rlaif.api.v1alpha1.RunPhase;
import dev.rlaif.api.v1alpha1.StageState;
import dev.rlaif.operator.observe.RunObservation;
import dev.rlaif.plan.RunPlan;
import io.fabric8.kubernetes.api.model.batch.v1.Job;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Stream;

/** A run that has ended: it never runs again, whatever happens. */
final class AfterEnd {
  private final RunObservation seen;

  AfterEnd(RunObservation seen) {
    this.seen = seen;
  }

  RunDecision decide() {
    RunDecision served = served();
    List<Action> actions = new ArrayList<>(served.actions());
    Optional<Duration> cleanup = cleanUp(actions);
    return new RunDecision(
        actions,
        served.status(),
        Stream.of(served.lookAgain(), cleanup).flatMap(Optional::stream).min(Duration::compareTo));
  }

  /** Without its plan nobody knows what to serve; what is there goes on then. */
  private RunDecision served() {
    RlaifRunStatus status = seen.status();
    Optional<RunPlan> plan =
        status.phase() == RunPhase.SUCCEEDED
            ? seen.plan().withHash(status.planHash())
            : Optional.empty();
    return plan.map(found -> new ServingFlow(new Pass(seen, found)).decide())
        .orElseGet(
            () -> new RunDecision(List.of(), new StatusDraft(seen).status(), Optional.empty()));
  }

  /** How long until Jobs go; absent if they stay, or are gone. */
  private Optional<Duration> cleanUp(List<Action> actions) {
    Cleanup cleanup = seen.run().getSpec().cleanup();
    Long after = cleanup.jobsAfterFinishedSeconds();
    List<Job> jobs = seen.jobs().stream().filter(job -> goes(job, cleanup)).toList();
    Instant ended = seen.status().completionTime();
    if (after == null || ended == null || jobs.isEmpty()) {
      return Optional.empty();
    }
    Duration left = Duration.between(seen.now(), ended.plusSeconds(after));
    if (left.isNegative() || left.isZero()) {
      jobs.forEach(job -> actions.add(new Action.Delete(job)));
      return Optional.empty();
    }
    return Optional.of(left);
  }

  private boolean goes(Job job, Cleanup cleanup) {
    return job.getMetadata().getDeletionTimestamp() == null
        && !(cleanup.keepFailed() && hasFailed(job.getMetadata().getName()));
  }

  private boolean hasFailed(String job) {
    return seen.status().stages().stream()
        .anyMatch(stage -> stage.state() == StageState.FAILED && Objects.equals(stage.job(), job));
  }
}
