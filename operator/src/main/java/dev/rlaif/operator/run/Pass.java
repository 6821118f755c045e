package dev.rlaif.operator.run;

import dev.rlaif.api.v1alpha1.RlaifRunSpec;
import dev.rlaif.api.v1alpha1.StageStatus;
import dev.rlaif.operator.objects.RunContext;
import dev.rlaif.operator.objects.RunObjects;
import dev.rlaif.operator.observe.RunObservation;
import dev.rlaif.plan.RunPlan;
import dev.rlaif.plan.StageName;
import java.util.ArrayList;
import java.util.List;

/** A decision about a run with a plan, while it is being made. */
final class Pass {
  private final RunObservation seen;
  private final RunContext run;
  private final StatusDraft draft;
  private final Timetable timetable;
  private final List<Action> actions = new ArrayList<>();

  Pass(RunObservation seen, RunPlan plan) {
    this.seen = seen;
    this.run = seen.context(plan);
    this.draft = new StatusDraft(seen);
    this.timetable = new Timetable(seen.now());
  }

  RunObservation seen() {
    return seen;
  }

  RunContext run() {
    return run;
  }

  StatusDraft draft() {
    return draft;
  }

  Timetable timetable() {
    return timetable;
  }

  /** What may change at any time stands here, all else in the plan. */
  RlaifRunSpec wishes() {
    return seen.run().getSpec();
  }

  void act(Action action) {
    actions.add(action);
  }

  StageMemory memory(StageName stage) {
    StageStatus before = draft.stage(stage).orElseGet(() -> StageMemory.none(stage));
    return new StageMemory(before, RunObjects.limits(run, stage).backoffLimit(), seen.now());
  }

  RunDecision decision() {
    return new RunDecision(actions, draft.status(), timetable.earliest());
  }
}
