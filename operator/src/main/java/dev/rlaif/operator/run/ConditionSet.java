package dev.rlaif.operator.run;

import dev.rlaif.api.v1alpha1.Condition;
import dev.rlaif.api.v1alpha1.ConditionStatus;
import dev.rlaif.api.v1alpha1.ConditionType;
import dev.rlaif.api.v1alpha1.Reason;
import java.time.Instant;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Conditions being worked out: one of each type, in a fixed order. */
final class ConditionSet {
  private static final int MESSAGE_CHARACTERS = 4096;

  private final Map<ConditionType, Condition> conditions = new EnumMap<>(ConditionType.class);
  private final @Nullable Long generation;
  private final Instant now;

  ConditionSet(List<Condition> before, @Nullable Long generation, Instant now) {
    before.forEach(condition -> conditions.put(condition.type(), condition));
    this.generation = generation;
    this.now = now;
  }

  Optional<Condition> get(ConditionType type) {
    return Optional.ofNullable(conditions.get(type));
  }

  void set(ConditionType type, ConditionStatus status, Reason reason, String message) {
    Instant since =
        get(type)
            .filter(before -> before.status() == status)
            .map(Condition::lastTransitionTime)
            .orElse(now);
    String text = message.isEmpty() ? reason.advice() : message;
    conditions.put(type, new Condition(type, status, generation, since, reason, cut(text)));
  }

  void remove(ConditionType type) {
    conditions.remove(type);
  }

  /** All of them speak of the present spec: also those that nothing was said about in this pass. */
  List<Condition> list() {
    return conditions.values().stream().map(this::ofThisGeneration).toList();
  }

  private Condition ofThisGeneration(Condition condition) {
    return new Condition(
        condition.type(),
        condition.status(),
        generation,
        condition.lastTransitionTime(),
        condition.reason(),
        condition.message());
  }

  private static String cut(String text) {
    return text.length() <= MESSAGE_CHARACTERS
        ? text
        : text.substring(0, MESSAGE_CHARACTERS - 1) + "…";
  }
}
