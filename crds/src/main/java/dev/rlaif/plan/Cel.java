package dev.rlaif.plan;

import java.util.Collection;
import java.util.stream.Collectors;

/** Pieces of CEL expressions. */
final class Cel {
  private Cel() {}

  /** That {@code regex} matches the whole of {@code operand}; a dot stands for every character. */
  static String matches(String operand, String regex) {
    return operand + ".matches(" + text("^(?s:" + regex + ")$") + ")";
  }

  /** A literal. */
  static String text(String value) {
    return "'" + value.replace("\\", "\\\\").replace("'", "\\'") + "'";
  }

  /** A list of literals. */
  static String texts(Collection<String> values) {
    return values.stream().map(Cel::text).collect(Collectors.joining(", ", "[", "]"));
  }
}
