package dev.rlaif.trainer.jinja;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** What Python's built-in functions and comparisons make of values. */
final class Values {
  private Values() {}

  static boolean isTrue(Object value) {
    if (value instanceof Boolean flag) {
      return flag;
    }
    if (value instanceof Long number) {
      return number != 0;
    }
    if (value instanceof Double number) {
      return number != 0;
    }
    if (value instanceof String text) {
      return !text.isEmpty();
    }
    if (value instanceof List<?> list) {
      return !list.isEmpty();
    }
    if (value instanceof Map<?, ?> map) {
      return !map.isEmpty();
    }
    return value != None.NONE && !(value instanceof Undefined);
  }

  /** Items of a list, keys of a mapping, characters of a text, nothing of what is not defined. */
  static List<Object> items(Object value) {
    if (value instanceof List) {
      return Kinds.list(value);
    }
    if (value instanceof Map<?, ?> map) {
      return new ArrayList<>(map.keySet());
    }
    if (value instanceof String text) {
      return text.codePoints().<Object>mapToObj(Character::toString).toList();
    }
    if (value instanceof Undefined) {
      return List.of();
    }
    throw new ValueFailure(Kinds.name(value) + " has no items");
  }

  static long length(Object value) {
    if (value instanceof String text) {
      return text.codePointCount(0, text.length());
    }
    return items(value).size();
  }

  static boolean contains(Object container, Object item) {
    if (container instanceof String text) {
      return text.contains(Kinds.text(item));
    }
    return items(container).stream().anyMatch(other -> equal(other, item));
  }

  static boolean equal(Object left, Object right) {
    if (isNumber(left) && isNumber(right)) {
      return left instanceof Double || right instanceof Double
          ? number(left) == number(right)
          : whole(left) == whole(right);
    }
    if (left instanceof Undefined || right instanceof Undefined) {
      return left instanceof Undefined && right instanceof Undefined;
    }
    if (left instanceof List && right instanceof List) {
      List<Object> a = Kinds.list(left);
      List<Object> b = Kinds.list(right);
      boolean same = a.size() == b.size();
      for (int i = 0; same && i < a.size(); i++) {
        same = equal(a.get(i), b.get(i));
      }
      return same;
    }
    return left.equals(right);
  }

  /** Below 0, 0 or above, of two numbers or two texts. */
  static int order(Object left, Object right) {
    if (isNumber(left) && isNumber(right)) {
      return left instanceof Double || right instanceof Double
          ? Double.compare(number(left), number(right))
          : Long.compare(whole(left), whole(right));
    }
    if (left instanceof String a && right instanceof String b) {
      return a.compareTo(b);
    }
    if (left instanceof Undefined undefined) {
      throw undefined.failure();
    }
    if (right instanceof Undefined undefined) {
      throw undefined.failure();
    }
    throw new ValueFailure(Kinds.name(left) + " and " + Kinds.name(right) + " are in no order");
  }

  static boolean isNumber(Object value) {
    return value instanceof Long || value instanceof Double || value instanceof Boolean;
  }

  /** Of a number: a bool is 0 or 1. */
  static double number(Object value) {
    return value instanceof Double number ? number : whole(value);
  }

  /** Of an int or a bool. */
  static long whole(Object value) {
    if (value instanceof Boolean flag) {
      return flag ? 1 : 0;
    }
    if (value instanceof Long number) {
      return number;
    }
    throw Kinds.wrong("a whole number", value);
  }
}
