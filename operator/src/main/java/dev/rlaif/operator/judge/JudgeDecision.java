package dev.rlaif.operator.judge;

import dev.rlaif.api.v1alpha1.Condition;
import dev.rlaif.api.v1alpha1.Endpoint;
import dev.rlaif.api.v1alpha1.Reason;
import dev.rlaif.api.v1alpha1.RewardJudgeSpec;
import dev.rlaif.api.v1alpha1.RewardJudgeStatus;
import dev.rlaif.operator.objects.JudgeContext;
import dev.rlaif.operator.objects.JudgeObjects;
import dev.rlaif.operator.objects.ServedEndpoint;
import dev.rlaif.plan.JudgeCheckPlan;
import dev.rlaif.plan.JudgePlan;
import dev.rlaif.plan.Planned;
import dev.rlaif.plan.Problem;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * What follows from an observation: acts, what is said of them, and when to look again if nothing
 * happens by then.
 *
 * @param accuracy of a proof that was read just now
 */
record JudgeDecision(
    List<JudgeAction> actions,
    RewardJudgeStatus status,
    Optional<Double> accuracy,
    Optional<Duration> lookAgain) {
  /** What a judge names is asked for and not watched: a watch would see every Secret. */
  static final Duration MISSING = Duration.ofSeconds(30);

  /** For words and examples that change in their ConfigMap. */
  static final Duration REFERENCES = Duration.ofMinutes(5);

  static final Duration REFUSED = Duration.ofMinutes(1);

  static JudgeDecision of(JudgeObservation seen) {
    Planned<JudgeCheckPlan> planned = seen.planned();
    if (planned.plan().isEmpty()) {
      return refused(seen, Reason.SPEC_INVALID, sentence(planned.problems()), Optional.empty());
    }
    if (!seen.missing().isEmpty()) {
      return refused(
          seen,
          seen.missing().get(0).reason(),
          seen.missing().stream().map(Missing::message).collect(Collectors.joining("; ")),
          Optional.of(MISSING));
    }
    var judge = new JudgeContext(seen.judge(), planned.plan().get(), seen.settings());
    List<String> unfit = JudgeObjects.problems(judge);
    return unfit.isEmpty()
        ? planned(seen, judge)
        : refused(seen, Reason.SPEC_INVALID, String.join("; ", unfit), Optional.empty());
  }

  /** What a decision comes to when the cluster refuses what it asked for. */
  static JudgeDecision obstructed(JudgeObservation seen, Reason reason, String message) {
    return refused(seen, reason, message, Optional.of(REFUSED));
  }

  private static JudgeDecision planned(JudgeObservation seen, JudgeContext judge) {
    JudgePlan plan = judge.plan().judge();
    Serving serving = Serving.of(seen, judge);
    Proof proof = Proof.of(seen, judge, serving.isReady());
    List<JudgeAction> actions = new ArrayList<>(serving.actions());
    actions.addAll(proof.actions());
    RewardJudgeSpec spec = ServedEndpoint.resolve(plan, seen.namespace()).spec();
    Endpoint endpoint = spec.endpoint();
    return new JudgeDecision(
        List.copyOf(actions),
        new RewardJudgeStatus(
            seen.generation(),
            JudgeConditions.of(seen, serving, proof),
            plan.hash(),
            endpoint == null ? null : endpoint.url(),
            ServedEndpoint.scorer(spec),
            proof.figures(),
            proof.job(),
            seen.usage().unfinished()),
        proof.accuracy().map(Double::valueOf),
        Stream.of(serving.lookAgain(), proof.lookAgain(), references(seen))
            .flatMap(Optional::stream)
            .min(Duration::compareTo));
  }

  private static Optional<Duration> references(JudgeObservation seen) {
    return JudgeReferences.of(seen.judge().getSpec()).isEmpty()
        ? Optional.empty()
        : Optional.of(REFERENCES);
  }

  private static JudgeDecision refused(
      JudgeObservation seen, Reason reason, String message, Optional<Duration> lookAgain) {
    RewardJudgeStatus before = seen.judge().knownStatus();
    List<Condition> conditions = JudgeConditions.refused(seen, reason, message);
    return new JudgeDecision(
        List.of(),
        new RewardJudgeStatus(
            seen.generation(),
            conditions,
            before.hash(),
            before.url(),
            before.model(),
            before.validation(),
            before.job(),
            seen.usage().unfinished()),
        Optional.empty(),
        lookAgain);
  }

  private static String sentence(List<Problem> problems) {
    return problems.stream().map(Problem::sentence).distinct().collect(Collectors.joining("; "));
  }
}
