package dev.rlaif.plan;

import com.fasterxml.jackson.databind.JsonNode;
import dev.rlaif.api.schema.Length;
import dev.rlaif.api.schema.Matches;
import dev.rlaif.api.schema.Range;
import java.lang.reflect.AnnotatedType;
import java.math.BigDecimal;
import java.util.List;
import java.util.Optional;

/** Compares one value with the type and the bounds of its field. */
final class ScalarCheck {
  private static final int SHOWN = 60;

  private ScalarCheck() {}

  /** What is wrong with {@code node}, if anything. */
  static Optional<String> wrong(AnnotatedType annotated, JsonNode node) {
    Class<?> type = Fields.rawClass(annotated);
    if (type.isEnum()) {
      return enumeration(Fields.spellings(type), node);
    }
    if (type == String.class) {
      return node.isTextual()
          ? text(annotated, node.textValue())
          : Optional.of(
              found(node)
                  + ", must be a text"
                  + (node.isValueNode() && !node.isNull() ? ": put it in quotes" : ""));
    }
    if (type == Boolean.class) {
      return wrongUnless(node.isBoolean(), node, "must be true or false");
    }
    if (type == Double.class) {
      return node.isNumber() ? number(annotated, node) : must(node, "must be a number");
    }
    boolean whole =
        node.isIntegralNumber()
            && (type == Long.class ? node.canConvertToLong() : node.canConvertToInt());
    return whole ? number(annotated, node) : must(node, "must be a whole number");
  }

  /** What stands in the document, as the beginning of a sentence. */
  static String found(JsonNode node) {
    if (node.isNull()) {
      return "is empty";
    }
    if (node.isObject()) {
      return "is an object";
    }
    if (node.isArray()) {
      return "is a list";
    }
    String shown = node.toString();
    return "is " + (shown.length() > SHOWN ? shown.substring(0, SHOWN) + "..." : shown);
  }

  private static Optional<String> enumeration(List<String> spellings, JsonNode node) {
    if (node.isTextual() && spellings.contains(node.textValue())) {
      return Optional.empty();
    }
    Optional<String> near =
        node.isTextual() ? NearestName.of(node.textValue(), spellings) : Optional.empty();
    String allowed = "must be one of " + String.join(", ", spellings);
    return must(node, near.map(name -> allowed + " (did you mean " + name + "?)").orElse(allowed));
  }

  private static Optional<String> text(AnnotatedType annotated, String text) {
    Length length = annotated.getAnnotation(Length.class);
    int characters = text.codePointCount(0, text.length());
    if (length != null && (characters < length.min() || characters > length.max())) {
      return Optional.of(
          "has "
              + characters
              + " characters, must have "
              + (length.min() == 0 ? "at most " : length.min() + " to ")
              + length.max());
    }
    Matches matches = annotated.getAnnotation(Matches.class);
    return matches == null || text.matches(matches.regex())
        ? Optional.empty()
        : Optional.of("is \"" + text + "\", must be " + matches.says());
  }

  private static Optional<String> number(AnnotatedType annotated, JsonNode node) {
    Range range = annotated.getAnnotation(Range.class);
    if (range == null) {
      return Optional.empty();
    }
    double value = node.doubleValue();
    boolean fits =
        (range.aboveMin() ? value > range.min() : value >= range.min())
            && (range.belowMax() ? value < range.max() : value <= range.max());
    return wrongUnless(fits, node, "must be " + describe(range));
  }

  private static String describe(Range range) {
    String from = (range.aboveMin() ? "above " : "at least ") + plain(range.min());
    if (Double.isInfinite(range.max())) {
      return from;
    }
    return !range.aboveMin() && !range.belowMax()
        ? "between " + plain(range.min()) + " and " + plain(range.max())
        : from + " and " + (range.belowMax() ? "below " : "at most ") + plain(range.max());
  }

  private static String plain(double value) {
    return BigDecimal.valueOf(value).stripTrailingZeros().toPlainString();
  }

  private static Optional<String> wrongUnless(boolean fits, JsonNode node, String must) {
    return fits ? Optional.empty() : must(node, must);
  }

  private static Optional<String> must(JsonNode node, String must) {
    return Optional.of(found(node) + ", " + must);
  }
}
