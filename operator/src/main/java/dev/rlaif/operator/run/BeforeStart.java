package dev.rlaif.operator.run;

import static java.util.Objects.requireNonNullElse;

import dev.rlaif.api.v1alpha1.ConditionStatus;
import dev.rlaif.api.v1alpha1.ConditionType;
import dev.rlaif.api.v1alpha1.Reason;
import dev.rlaif.api.v1alpha1.RunPhase;
import dev.rlaif.api.v1alpha1.Storage;
import dev.rlaif.api.v1alpha1.WorkspaceStatus;
import dev.rlaif.operator.kube.ObjectNames;
import dev.rlaif.operator.objects.RunContext;
import dev.rlaif.operator.objects.RunObjects;
import dev.rlaif.operator.observe.References.Missing;
import dev.rlaif.operator.observe.RunObservation;
import dev.rlaif.plan.Problem;
import dev.rlaif.plan.RunPlan;
import io.fabric8.kubernetes.api.model.ConfigMap;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * A run whose plan is not fixed yet: it may be corrected in place. It starts once the spec is
 * valid, all it refers to is there, and its judges are proved.
 */
final class BeforeStart {
  /** What a run names is asked for and not watched: a watch would see every Secret. */
  static final Duration MISSING = Duration.ofSeconds(30);

  /** The one problem between documents that is about the judge's proof, not about the spec. */
  private static final String PROOF = "spec.judgeRef.requireValidated";

  private final RunObservation seen;
  private final StatusDraft draft;

  BeforeStart(RunObservation seen) {
    this.seen = seen;
    this.draft = new StatusDraft(seen).phase(RunPhase.PENDING);
  }

  RunDecision decide() {
    List<Problem> problems = Planning.ofSpec(seen);
    if (!problems.isEmpty()) {
      return refused(Planning.sentence(problems));
    }
    if (!seen.references().missing().isEmpty()) {
      return missing(seen.references().missing());
    }
    return Planning.ofAll(seen).plan().map(this::planned).orElseGet(this::unplanned);
  }

  /** Problems between the documents. */
  private RunDecision unplanned() {
    List<Problem> problems = Planning.ofAll(seen).problems();
    return problems.stream().allMatch(problem -> problem.path().equals(PROOF))
        ? unproved(Planning.sentence(problems))
        : refused(Planning.sentence(problems));
  }

  private RunDecision planned(RunPlan plan) {
    RunContext context = seen.context(plan);
    List<String> problems = RunObjects.problems(context);
    if (!problems.isEmpty()) {
      return refused(String.join("; ", problems));
    }
    accepted(ConditionStatus.TRUE, Reason.ACCEPTED, "the spec is valid, and what it names exists");
    if (seen.run().getSpec().suspend()) {
      return suspended();
    }
    JudgeGate gate = new JudgeGate(seen, plan);
    Optional<Headline> obstacle = gate.obstacle();
    return obstacle.isPresent() ? waits(obstacle.get()) : start(context, gate);
  }

  private RunDecision start(RunContext context, JudgeGate gate) {
    ConfigMap plan = RunObjects.plan(context);
    if (seen.plan().configMap().isPresent() && !seen.plan().isOurs()) {
      return nameTaken("ConfigMap " + plan.getMetadata().getName());
    }
    resumed();
    judgeValidated(gate);
    draft
        .start(context.plan().hash(), gate.snapshot(), workspace(context))
        .phase(StagePhase.of(RunObjects.stages(context).get(0)))
        .headline(Headline.inProgress(Reason.ACCEPTED, ""));
    return new RunDecision(
        PlanWrite.actions(seen.plan(), plan, new Action.Start()),
        draft.status(),
        Optional.of(Duration.ZERO));
  }

  private void judgeValidated(JudgeGate gate) {
    if (gate.isRequired()) {
      draft.condition(ConditionType.JUDGE_VALIDATED, ConditionStatus.TRUE, Reason.VALIDATED, "");
    } else {
      draft.condition(
          ConditionType.JUDGE_VALIDATED,
          ConditionStatus.UNKNOWN,
          Reason.NOT_REQUIRED,
          "judgeRef.requireValidated is false");
    }
  }

  private RunDecision refused(String message) {
    accepted(ConditionStatus.FALSE, Reason.SPEC_INVALID, message);
    draft.headline(Headline.stalled(Reason.SPEC_INVALID, message));
    return new RunDecision(List.of(), draft.status(), wakeUp());
  }

  /** A spec that is wrong by itself waits for its next version; a judge's ConfigMap may change. */
  private Optional<Duration> wakeUp() {
    return seen.references().configMaps().isEmpty() ? Optional.empty() : Optional.of(MISSING);
  }

  private RunDecision missing(List<Missing> missing) {
    Reason reason = missing.get(0).reason();
    String message = missing.stream().map(Missing::message).collect(Collectors.joining("; "));
    accepted(ConditionStatus.FALSE, reason, message);
    draft.headline(Headline.inProgress(reason, message));
    return new RunDecision(List.of(), draft.status(), Optional.of(MISSING));
  }

  private RunDecision unproved(String message) {
    accepted(ConditionStatus.TRUE, Reason.ACCEPTED, "the spec is valid, and what it names exists");
    return waits(Headline.stalled(Reason.JUDGE_NOT_VALIDATED, message));
  }

  private RunDecision waits(Headline obstacle) {
    resumed();
    draft
        .phase(RunPhase.VALIDATING_JUDGE)
        .condition(
            ConditionType.JUDGE_VALIDATED,
            ConditionStatus.FALSE,
            obstacle.reason(),
            obstacle.message())
        .headline(obstacle);
    return new RunDecision(List.of(), draft.status(), Optional.empty());
  }

  private RunDecision suspended() {
    draft
        .phase(RunPhase.SUSPENDED)
        .condition(ConditionType.SUSPENDED, ConditionStatus.TRUE, Reason.SUSPENDED_BY_SPEC, "")
        .headline(Headline.resting(Reason.SUSPENDED_BY_SPEC, ""));
    return new RunDecision(List.of(), draft.status(), Optional.empty());
  }

  private void resumed() {
    if (draft.condition(ConditionType.SUSPENDED).isPresent()) {
      draft.condition(ConditionType.SUSPENDED, ConditionStatus.FALSE, Reason.RESUMED, "");
    }
  }

  private RunDecision nameTaken(String object) {
    String message = object + " belongs to somebody else: delete it, or name the run otherwise";
    accepted(ConditionStatus.FALSE, Reason.NAME_TAKEN, message);
    draft.headline(Headline.stalled(Reason.NAME_TAKEN, message));
    return new RunDecision(List.of(), draft.status(), Optional.of(MISSING));
  }

  private void accepted(ConditionStatus status, Reason reason, String message) {
    draft.condition(ConditionType.ACCEPTED, status, reason, message);
  }

  private static WorkspaceStatus workspace(RunContext context) {
    Storage storage = context.plan().spec().storage();
    String existing = storage.existingClaim();
    return existing == null
        ? new WorkspaceStatus(ObjectNames.workspace(context.name()), null, null)
        : new WorkspaceStatus(
            existing, requireNonNullElse(storage.subPath(), "rlaif/" + context.name()), null);
  }
}
