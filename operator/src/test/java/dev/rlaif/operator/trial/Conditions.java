package dev.rlaif.operator.trial;

import dev.rlaif.api.v1alpha1.Condition;
import dev.rlaif.api.v1alpha1.ConditionType;
import dev.rlaif.api.v1alpha1.Reason;
import dev.rlaif.operator.kube.RewardJudgeResource;
import dev.rlaif.operator.kube.RlaifRunResource;
import java.util.List;
import java.util.Optional;

/** The condition of one type. */
final class Conditions {
  private Conditions() {}

  static Condition of(RlaifRunResource run, ConditionType type) {
    return of(run.knownStatus().conditions(), type);
  }

  static Condition of(RewardJudgeResource judge, ConditionType type) {
    return of(judge.knownStatus().conditions(), type);
  }

  /** Why the object is, or is not, ready; absent before its first status. */
  static Optional<Reason> whyReady(RlaifRunResource run) {
    return run.knownStatus().conditions().stream()
        .filter(condition -> condition.type() == ConditionType.READY)
        .map(Condition::reason)
        .findFirst();
  }

  private static Condition of(List<Condition> conditions, ConditionType type) {
    return conditions.stream()
        .filter(condition -> condition.type() == type)
        .findFirst()
        .orElseThrow(() -> new AssertionError("no condition " + type + " in " + conditions));
  }
}
