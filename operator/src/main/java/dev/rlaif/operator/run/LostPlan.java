package dev.rlaif.operator.run;

import dev.rlaif.api.v1alpha1.Reason;
import dev.rlaif.operator.objects.RunObjects;
import dev.rlaif.operator.observe.RunObservation;
import dev.rlaif.plan.RunPlan;
import io.fabric8.kubernetes.api.model.batch.v1.Job;
import java.time.Duration;
import java.util.Optional;

/**
 * The plan of a run that has started is gone. It is made again if that gives the same plan; if what
 * it was made of has changed since, nobody knows any more what the run does.
 */
final class LostPlan {
  private final RunObservation seen;

  LostPlan(RunObservation seen) {
    this.seen = seen;
  }

  RunDecision decide() {
    boolean replaceable = seen.plan().configMap().isEmpty() || seen.plan().isOurs();
    Optional<RunPlan> same =
        Planning.ofAll(seen)
            .plan()
            .filter(plan -> replaceable && plan.hash().equals(seen.status().planHash()));
    return same.map(this::restored).orElseGet(this::lost);
  }

  private RunDecision restored(RunPlan plan) {
    return new RunDecision(
        PlanWrite.actions(seen.plan(), RunObjects.plan(seen.context(plan))),
        new StatusDraft(seen).status(),
        Optional.of(Duration.ZERO));
  }

  /** Whatever still runs works on a plan that cannot be told any more. */
  private RunDecision lost() {
    StatusDraft draft = new StatusDraft(seen);
    Failure.end(draft, Reason.PLAN_LOST, "");
    return new RunDecision(
        seen.jobs().stream()
            .filter(LostPlan::isUnfinished)
            .<Action>map(Action.Delete::new)
            .toList(),
        draft.status(),
        Optional.empty());
  }

  private static boolean isUnfinished(Job job) {
    return job.getMetadata().getDeletionTimestamp() == null
        && (job.getStatus() == null || job.getStatus().getCompletionTime() == null);
  }
}
