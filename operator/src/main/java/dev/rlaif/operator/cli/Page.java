package dev.rlaif.operator.cli;

import dev.rlaif.api.v1alpha1.Condition;
import dev.rlaif.api.v1alpha1.ConditionType;
import dev.rlaif.api.v1alpha1.Reason;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** A page about one object: facts, tables, conditions, and what to do now. */
final class Page {
  private static final int NAME_WIDTH = 12;

  private final StringBuilder text = new StringBuilder();

  Page heading(String heading) {
    text.append(heading).append('\n');
    return this;
  }

  /** A line for what is known; nothing for what is not. */
  Page fact(String name, @Nullable String value) {
    if (value != null && !value.isEmpty()) {
      text.append("  ")
          .append(name)
          .append(" ".repeat(Math.max(1, NAME_WIDTH - name.length())))
          .append(value)
          .append('\n');
    }
    return this;
  }

  Page table(List<List<String>> rows) {
    if (rows.size() > 1) {
      text.append('\n').append(Columns.of(rows).indent(2));
    }
    return this;
  }

  Page conditions(List<Condition> conditions) {
    List<List<String>> rows = new ArrayList<>();
    rows.add(List.of("CONDITION", "STATUS", "REASON", "MESSAGE"));
    for (Condition condition : conditions) {
      rows.add(
          List.of(
              word(condition.type()),
              word(condition.status()),
              word(condition.reason()),
              Objects.requireNonNullElse(condition.message(), "")));
    }
    return table(rows);
  }

  /** What a person can do: of what stands still first, else of what keeps it from being ready. */
  Page advice(List<Condition> conditions) {
    Optional<Reason> reason =
        Stream.of(ConditionType.STALLED, ConditionType.READY)
            .flatMap(type -> conditions.stream().filter(one -> one.type() == type))
            .map(Condition::reason)
            .filter(Objects::nonNull)
            .findFirst();
    reason.ifPresent(
        why ->
            text.append("\nnow: ")
                .append(why.advice())
                .append(" (")
                .append(why.word())
                .append(")\n"));
    return this;
  }

  String text() {
    return text.toString();
  }

  /** A constant as it is written on the wire, such as {@code EvaluationPassed}; null: unknown. */
  static String word(@Nullable Enum<?> constant) {
    if (constant == null) {
      return "";
    }
    StringBuilder word = new StringBuilder();
    for (String part : constant.name().split("_", -1)) {
      word.append(part.charAt(0)).append(part.substring(1).toLowerCase(Locale.ROOT));
    }
    return word.toString();
  }
}
