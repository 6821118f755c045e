package dev.rlaif.operator.judge;

import dev.rlaif.api.v1alpha1.Condition;
import dev.rlaif.api.v1alpha1.ConditionStatus;
import dev.rlaif.api.v1alpha1.ConditionType;
import dev.rlaif.api.v1alpha1.Reason;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Optional;

/** A condition before it is known since when it holds. */
record Fact(ConditionType type, ConditionStatus status, Reason reason, String message) {
  /** Far below what a condition may hold, and more than a person reads. */
  private static final int MESSAGE_CHARACTERS = 4096;

  Fact {
    message =
        message.length() <= MESSAGE_CHARACTERS
            ? message
            : message.substring(0, MESSAGE_CHARACTERS - 1) + "…";
  }

  static Fact holds(ConditionType type, Reason reason, String message) {
    return new Fact(type, ConditionStatus.TRUE, reason, message);
  }

  static Fact fails(ConditionType type, Reason reason, String message) {
    return new Fact(type, ConditionStatus.FALSE, reason, message);
  }

  static Fact unknown(ConditionType type, Reason reason, String message) {
    return new Fact(type, ConditionStatus.UNKNOWN, reason, message);
  }

  static Optional<Condition> find(List<Condition> conditions, ConditionType type) {
    return conditions.stream().filter(condition -> condition.type() == type).findFirst();
  }

  boolean isTrue() {
    return status == ConditionStatus.TRUE;
  }

  /** The same said of another type. */
  Fact as(ConditionType other, ConditionStatus otherStatus) {
    return new Fact(other, otherStatus, reason, message);
  }

  /** The condition; its time is that of the one before, if that had the same status. */
  Condition since(List<Condition> before, long generation, Instant now) {
    Instant time =
        find(before, type)
            .filter(condition -> condition.status() == status)
            .map(Condition::lastTransitionTime)
            .orElseGet(() -> now.truncatedTo(ChronoUnit.SECONDS));
    return new Condition(type, status, generation, time, reason, message);
  }
}
