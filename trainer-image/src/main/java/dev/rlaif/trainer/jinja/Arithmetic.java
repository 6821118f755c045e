package dev.rlaif.trainer.jinja;

import java.util.ArrayList;
import java.util.List;

/** Python's operators. */
final class Arithmetic {
  private Arithmetic() {}

  static Object apply(String operator, Object left, Object right) {
    if (left instanceof Undefined undefined) {
      throw undefined.failure();
    }
    if (right instanceof Undefined undefined) {
      throw undefined.failure();
    }
    if (Values.isNumber(left) && Values.isNumber(right)) {
      return left instanceof Double || right instanceof Double || operator.equals("/")
          ? decimal(operator, Values.number(left), Values.number(right))
          : whole(operator, Values.whole(left), Values.whole(right));
    }
    if (operator.equals("+") && left instanceof String a && right instanceof String b) {
      return a + b;
    }
    if (operator.equals("+") && left instanceof List && right instanceof List) {
      List<Object> joined = new ArrayList<>(Kinds.list(left));
      joined.addAll(Kinds.list(right));
      return joined;
    }
    if (operator.equals("*") && left instanceof String text && right instanceof Long count) {
      return text.repeat((int) Math.max(0, count));
    }
    throw new ValueFailure(
        "'"
            + operator
            + "' is not known between "
            + Kinds.name(left)
            + " and "
            + Kinds.name(right));
  }

  static Object negative(Object value) {
    return apply("-", 0L, value);
  }

  private static Object decimal(String operator, double left, double right) {
    if ("//%".contains(operator) && right == 0) {
      throw new ValueFailure("division by zero");
    }
    return switch (operator) {
      case "+" -> left + right;
      case "-" -> left - right;
      case "*" -> left * right;
      case "/" -> left / right;
      case "//" -> Math.floor(left / right);
      case "%" -> left - Math.floor(left / right) * right;
      default -> throw new ValueFailure("'" + operator + "' is not known between these numbers");
    };
  }

  private static Object whole(String operator, long left, long right) {
    if ("//%".contains(operator) && right == 0) {
      throw new ValueFailure("division by zero");
    }
    return switch (operator) {
      case "+" -> Math.addExact(left, right);
      case "-" -> Math.subtractExact(left, right);
      case "*" -> Math.multiplyExact(left, right);
      case "//" -> Math.floorDiv(left, right);
      case "%" -> Math.floorMod(left, right);
      default -> throw new ValueFailure("'" + operator + "' is not known between these numbers");
    };
  }
}
