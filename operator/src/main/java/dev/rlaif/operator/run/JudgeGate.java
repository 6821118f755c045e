package dev.rlaif.operator.run;

import dev.rlaif.api.v1alpha1.Condition;
import dev.rlaif.api.v1alpha1.ConditionType;
import dev.rlaif.api.v1alpha1.Endpoint;
import dev.rlaif.api.v1alpha1.JudgeSnapshot;
import dev.rlaif.api.v1alpha1.Reason;
import dev.rlaif.api.v1alpha1.RewardJudgeSpec;
import dev.rlaif.api.v1alpha1.ValidationStatus;
import dev.rlaif.operator.kube.RewardJudgeResource;
import dev.rlaif.operator.objects.ServedEndpoint;
import dev.rlaif.operator.observe.RunObservation;
import dev.rlaif.plan.JudgePlan;
import dev.rlaif.plan.RunPlan;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Whether the judges of a run are proved and answer. Nothing is downloaded or generated for one
 * that is not.
 */
record JudgeGate(RunObservation seen, RunPlan plan) {

  /** What keeps the gate closed; absent where it is open. */
  Optional<Headline> obstacle() {
    return Stream.concat(Stream.of(plan.judge()), plan.evaluationJudge().stream())
        .flatMap(judge -> obstacle(judge).stream())
        .findFirst();
  }

  /** Whether both judges, where there are two, have to be proved. */
  boolean isRequired() {
    return plan.spec().judgeRef().requireValidated();
  }

  /** The training judge as it is now. */
  JudgeSnapshot snapshot() {
    JudgePlan judge = plan.judge();
    RewardJudgeSpec spec =
        ServedEndpoint.resolve(judge, seen.run().getMetadata().getNamespace()).spec();
    Endpoint endpoint = spec.endpoint();
    Optional<ValidationStatus> proof = proof(judge);
    return new JudgeSnapshot(
        judge.name(),
        judge.hash(),
        ServedEndpoint.scorer(spec),
        endpoint == null ? null : endpoint.url(),
        proof.isPresent(),
        proof.map(ValidationStatus::accuracy).orElse(null));
  }

  /** A judge without validation that need not be proved has passed, and one that must has not. */
  private Optional<Headline> obstacle(JudgePlan judge) {
    if (isRequired() && proof(judge).isEmpty()) {
      return Optional.of(unproved(judge));
    }
    boolean answers =
        judge.spec().serve() == null
            || condition(judge, ConditionType.ENDPOINT_READY).filter(Condition::isTrue).isPresent();
    return answers
        ? Optional.empty()
        : Optional.of(Headline.inProgress(Reason.JUDGE_NOT_READY, said(judge)));
  }

  private Headline unproved(JudgePlan judge) {
    boolean never = judge.spec().validation() == null;
    Optional<ValidationStatus> failed =
        validation(judge)
            .filter(validation -> validation.hash().equals(judge.hash()))
            .filter(validation -> !validation.passed());
    boolean stalled =
        condition(judge, ConditionType.STALLED)
            .filter(Condition::isTrue)
            .filter(condition -> speaksOfPresentSpec(judge, condition))
            .isPresent();
    if (never) {
      return Headline.stalled(
          Reason.JUDGE_NOT_VALIDATED,
          "RewardJudge "
              + judge.name()
              + " has no validation that it could pass: give it one, or set requireValidated to"
              + " false");
    }
    if (failed.isPresent()) {
      return Headline.stalled(
          Reason.JUDGE_NOT_VALIDATED,
          "RewardJudge "
              + judge.name()
              + " falls short of its gates: "
              + String.join("; ", failed.get().failedGates()));
    }
    return stalled
        ? Headline.stalled(Reason.JUDGE_NOT_VALIDATED, said(judge))
        : Headline.inProgress(Reason.WAITING_FOR_JUDGE, said(judge));
  }

  /** A passed validation of the judge as it is now, that the judge itself still stands by. */
  private Optional<ValidationStatus> proof(JudgePlan judge) {
    return validation(judge)
        .filter(validation -> validation.hash().equals(judge.hash()))
        .filter(ValidationStatus::passed)
        .filter(
            validation ->
                condition(judge, ConditionType.VALIDATED).map(Condition::isTrue).orElse(true));
  }

  private Optional<ValidationStatus> validation(JudgePlan judge) {
    return resource(judge).map(found -> found.knownStatus().validation());
  }

  /** What the judge says of itself. */
  private String said(JudgePlan judge) {
    return "RewardJudge "
        + judge.name()
        + condition(judge, ConditionType.READY)
            .filter(condition -> !condition.isTrue())
            .map(condition -> ": " + condition.reason().word() + ": " + condition.message())
            .orElse(" is not ready yet");
  }

  private Optional<Condition> condition(JudgePlan judge, ConditionType type) {
    return resource(judge).stream()
        .flatMap(found -> found.knownStatus().conditions().stream())
        .filter(condition -> condition.type() == type)
        .findFirst();
  }

  private boolean speaksOfPresentSpec(JudgePlan judge, Condition condition) {
    return resource(judge)
        .map(found -> found.getMetadata().getGeneration())
        .filter(generation -> generation.equals(condition.observedGeneration()))
        .isPresent();
  }

  private Optional<RewardJudgeResource> resource(JudgePlan judge) {
    return Optional.ofNullable(seen.references().judges().get(judge.name()));
  }
}
