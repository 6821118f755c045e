package dev.rlaif.operator.judge;

import dev.rlaif.api.v1alpha1.Condition;
import dev.rlaif.api.v1alpha1.ConditionStatus;
import dev.rlaif.api.v1alpha1.ConditionType;
import dev.rlaif.api.v1alpha1.Reason;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** The conditions of a judge, from what is known of its parts. */
final class JudgeConditions {
  /** Nothing happens any more until a person acts; all failures are of this kind, too. */
  private static final Set<Reason> STANDSTILL =
      Set.of(Reason.BELOW_THRESHOLD, Reason.SERVING_START_DEADLINE_EXCEEDED, Reason.NAME_TAKEN);

  private JudgeConditions() {}

  /** Of a judge that is planned. */
  static List<Condition> of(JudgeObservation seen, Serving serving, Proof proof) {
    List<Fact> facts = new ArrayList<>();
    facts.add(
        Fact.holds(
            ConditionType.ACCEPTED,
            Reason.ACCEPTED,
            "the spec is valid, and what it names exists"));
    serving.fact().ifPresent(facts::add);
    facts.add(proof.fact());
    facts.addAll(readiness(ready(serving, proof)));
    return facts.stream().map(fact -> known(seen, fact)).toList();
  }

  /**
   * Of a judge that cannot be planned, or acted for. What was known of its server and proof stays,
   * each with the generation that it speaks of.
   */
  static List<Condition> refused(JudgeObservation seen, Reason reason, String message) {
    List<Condition> before = seen.judge().knownStatus().conditions();
    List<Condition> conditions = new ArrayList<>();
    conditions.add(known(seen, Fact.fails(ConditionType.ACCEPTED, reason, message)));
    Fact.find(before, ConditionType.ENDPOINT_READY).ifPresent(conditions::add);
    conditions.add(
        Fact.find(before, ConditionType.VALIDATED)
            .filter(condition -> condition.status() != ConditionStatus.UNKNOWN)
            .orElseGet(() -> known(seen, Fact.unknown(ConditionType.VALIDATED, reason, message))));
    readiness(Fact.fails(ConditionType.READY, reason, message))
        .forEach(fact -> conditions.add(known(seen, fact)));
    return conditions;
  }

  private static Condition known(JudgeObservation seen, Fact fact) {
    return fact.since(seen.judge().knownStatus().conditions(), seen.generation(), seen.now());
  }

  private static Fact ready(Serving serving, Proof proof) {
    Optional<Fact> obstacle = serving.fact().filter(fact -> !fact.isTrue());
    if (obstacle.isPresent()) {
      return obstacle.get().as(ConditionType.READY, ConditionStatus.FALSE);
    }
    boolean notAsked = proof.fact().reason() == Reason.NOT_REQUIRED;
    boolean good = proof.fact().isTrue() || notAsked;
    return proof
        .fact()
        .as(ConditionType.READY, good ? ConditionStatus.TRUE : ConditionStatus.FALSE);
  }

  /** Ready, and the condition by which others tell work in progress from a standstill. */
  private static List<Fact> readiness(Fact ready) {
    if (ready.isTrue()) {
      return List.of(ready);
    }
    boolean stalled =
        ready.reason().kind() == Reason.Kind.FAILED || STANDSTILL.contains(ready.reason());
    return List.of(
        ready,
        ready.as(
            stalled ? ConditionType.STALLED : ConditionType.RECONCILING, ConditionStatus.TRUE));
  }
}
