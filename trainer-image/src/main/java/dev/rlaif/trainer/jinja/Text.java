package dev.rlaif.trainer.jinja;

import java.math.BigDecimal;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/** Values as Python's {@code str} and {@code repr} write them. */
final class Text {
  private static final double PLAIN_FROM = 1e-4;
  private static final double PLAIN_TO = 1e16;

  private Text() {}

  static String of(Object value) {
    if (value instanceof String text) {
      return text;
    }
    return value instanceof Undefined ? "" : literal(value);
  }

  static String literal(Object value) {
    if (value instanceof String text) {
      return quoted(text);
    }
    if (value instanceof Boolean flag) {
      return flag ? "True" : "False";
    }
    if (value instanceof Long) {
      return value.toString();
    }
    if (value instanceof Double number) {
      return decimal(number);
    }
    if (value == None.NONE) {
      return "None";
    }
    if (value instanceof Tuple tuple) {
      String items = tuple.stream().map(Text::literal).collect(Collectors.joining(", "));
      return tuple.size() == 1 ? "(" + items + ",)" : "(" + items + ")";
    }
    if (value instanceof List) {
      return Kinds.list(value).stream()
          .map(Text::literal)
          .collect(Collectors.joining(", ", "[", "]"));
    }
    if (value instanceof Map) {
      return Kinds.map(value).entrySet().stream()
          .map(entry -> quoted(entry.getKey()) + ": " + literal(entry.getValue()))
          .collect(Collectors.joining(", ", "{", "}"));
    }
    throw new ValueFailure("a " + Kinds.name(value) + " cannot be written");
  }

  /** Without an exponent, which Java and Python write in different ways. */
  static String decimal(double number) {
    double magnitude = Math.abs(number);
    if (magnitude != 0 && !(magnitude >= PLAIN_FROM && magnitude < PLAIN_TO)) {
      throw new ValueFailure("the number " + number + " cannot be written");
    }
    String plain = new BigDecimal(Double.toString(number)).stripTrailingZeros().toPlainString();
    return plain.contains(".") ? plain : plain + ".0";
  }

  private static String quoted(String text) {
    char quote = text.indexOf('\'') >= 0 && text.indexOf('"') < 0 ? '"' : '\'';
    StringBuilder out = new StringBuilder().append(quote);
    for (char c : text.toCharArray()) {
      switch (c) {
        case '\n' -> out.append("\\n");
        case '\r' -> out.append("\\r");
        case '\t' -> out.append("\\t");
        case '\\' -> out.append("\\\\");
        default -> {
          if (c == quote) {
            out.append('\\').append(c);
          } else if (c < ' ') {
            out.append(String.format("\\x%02x", (int) c));
          } else {
            out.append(c);
          }
        }
      }
    }
    return out.append(quote).toString();
  }
}
