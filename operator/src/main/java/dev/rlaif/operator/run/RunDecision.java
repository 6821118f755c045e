package dev.rlaif.operator.run;

import dev.rlaif.api.v1alpha1.RlaifRunStatus;
import dev.rlaif.operator.observe.RunObservation;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * What follows from what was observed.
 *
 * @param actions in this order; if one is refused, those after it are left out
 * @param status what to say once the actions are done
 * @param lookAgain after which time, though nothing happened; absent: only when something does
 */
public record RunDecision(
    List<Action> actions, RlaifRunStatus status, Optional<Duration> lookAgain) {

  public RunDecision {
    actions = List.copyOf(actions);
  }

  /** The same observation always leads to the same decision. */
  public static RunDecision of(RunObservation seen) {
    RunDecision decision = ofStages(seen);
    List<Action> all = new ArrayList<>(decision.actions());
    all.addAll(new Viewing(seen).actions());
    return new RunDecision(all, decision.status(), decision.lookAgain());
  }

  private static RunDecision ofStages(RunObservation seen) {
    RlaifRunStatus status = seen.status();
    if (status.completionTime() != null) {
      return new AfterEnd(seen).decide();
    }
    return status.startTime() == null
        ? new BeforeStart(seen).decide()
        : new UnderWay(seen).decide();
  }
}
