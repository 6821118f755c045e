package dev.rlaif.operator.run;

import dev.rlaif.api.v1alpha1.Condition;
import dev.rlaif.api.v1alpha1.ConditionStatus;
import dev.rlaif.api.v1alpha1.ConditionType;
import dev.rlaif.api.v1alpha1.Reason;
import dev.rlaif.api.v1alpha1.RunPhase;
import dev.rlaif.api.v1alpha1.StageState;
import dev.rlaif.api.v1alpha1.StageStatus;
import dev.rlaif.operator.observe.StageObservation;
import dev.rlaif.plan.StageName;
import io.fabric8.kubernetes.api.model.HasMetadata;
import java.time.Duration;
import java.util.List;

/**
 * A person wants the run to rest. Its Job is deleted, so that a queue gets the quota back; it is
 * suspended only when the last pod has ended.
 */
final class Suspension {
  private final Pass pass;

  Suspension(Pass pass) {
    this.pass = pass;
  }

  /** While a stage is at work. */
  RunDecision of(StageObservation there) {
    StageMemory memory = pass.memory(there.stage());
    return switch (there.state()) {
      case ABSENT, FOREIGN -> suspended(there.stage(), memory.before());
      case ENDING -> {
        stopping("the pods of stage " + there.stage().word() + " end");
        yield pass.decision();
      }
      case QUEUED, STARTING, RUNNING, COMPLETE, FAILED -> {
        pass.draft().stage(memory.with(there));
        there.job().map(Action.Delete::new).ifPresent(pass::act);
        stopping("the pods of stage " + there.stage().word() + " are told to end");
        yield pass.decision();
      }
    };
  }

  /** While the model is deployed: nobody is served yet, so nobody misses it. */
  RunDecision of(List<HasMetadata> serving) {
    if (serving.isEmpty()) {
      rests();
    } else {
      serving.stream()
          .filter(object -> object.getMetadata().getDeletionTimestamp() == null)
          .forEach(object -> pass.act(new Action.Delete(object)));
      stopping("the pods that serve end");
      pass.timetable().after(Duration.ofSeconds(10));
    }
    return pass.decision();
  }

  /** Ends a suspension, if there was one; the time that it took is not the run's. */
  void resume() {
    pass.draft()
        .condition(ConditionType.SUSPENDED)
        .filter(Condition::isTrue)
        .ifPresent(
            condition -> {
              Duration rested = Duration.between(condition.lastTransitionTime(), pass.seen().now());
              pass.draft()
                  .suspendedSeconds(pass.draft().suspendedSeconds() + rested.toSeconds())
                  .condition(ConditionType.SUSPENDED, ConditionStatus.FALSE, Reason.RESUMED, "");
            });
  }

  private RunDecision suspended(StageName stage, StageStatus before) {
    boolean begun = before.job() != null;
    if (begun && before.state() != StageState.SUSPENDED) {
      pass.draft()
          .stage(
              pass.memory(stage)
                  .without(StageState.SUSPENDED, before.job(), Reason.SUSPENDED_BY_SPEC, ""));
    }
    rests();
    return pass.decision();
  }

  private void rests() {
    pass.draft()
        .phase(RunPhase.SUSPENDED)
        .condition(ConditionType.SUSPENDED, ConditionStatus.TRUE, Reason.SUSPENDED_BY_SPEC, "")
        .headline(Headline.resting(Reason.SUSPENDED_BY_SPEC, ""));
  }

  private void stopping(String what) {
    pass.draft().headline(Headline.inProgress(Reason.SUSPENDED_BY_SPEC, what));
  }
}
