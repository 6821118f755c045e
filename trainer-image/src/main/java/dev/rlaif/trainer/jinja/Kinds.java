package dev.rlaif.trainer.jinja;

import java.util.List;
import java.util.Locale;
import java.util.Map;

/** Values of a kind that is needed, or a failure that says what was found. */
final class Kinds {
  private Kinds() {}

  static String text(Object value) {
    if (value instanceof String text) {
      return text;
    }
    throw wrong("text", value);
  }

  static int integer(Object value) {
    if (value instanceof Long number && number == number.intValue()) {
      return number.intValue();
    }
    throw wrong("a whole number", value);
  }

  @SuppressWarnings("unchecked") // lists here hold values only
  static List<Object> list(Object value) {
    return (List<Object>) value;
  }

  @SuppressWarnings("unchecked") // maps here have text keys and values only
  static Map<String, Object> map(Object value) {
    if (value instanceof Map) {
      return (Map<String, Object>) value;
    }
    throw wrong("a mapping", value);
  }

  static ValueFailure wrong(String wanted, Object found) {
    return found instanceof Undefined undefined
        ? undefined.failure()
        : new ValueFailure(name(found) + " where " + wanted + " is needed");
  }

  /** Python's name of a value's type. */
  static String name(Object value) {
    if (value instanceof String) {
      return "str";
    }
    if (value instanceof Boolean) {
      return "bool";
    }
    if (value instanceof Long) {
      return "int";
    }
    if (value instanceof Double) {
      return "float";
    }
    if (value instanceof List) {
      return "list";
    }
    if (value instanceof Map) {
      return "dict";
    }
    return value == None.NONE ? "None" : value.getClass().getSimpleName().toLowerCase(Locale.ROOT);
  }
}
