package dev.rlaif.trainer.view;

import dev.rlaif.trainer.proof.Interval;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** Numbers as people read them. */
final class Numbers {
  private static final String NONE = "–";

  private Numbers() {}

  static String count(@Nullable Number value) {
    if (value == null) {
      return NONE;
    }
    double number = value.doubleValue();
    return number == Math.rint(number) ? format("%.0f", number) : format("%.1f", number);
  }

  static String decimals(@Nullable Number value, int decimals) {
    return value == null ? NONE : format("%." + decimals + "f", value.doubleValue());
  }

  static String percent(double share) {
    return format("%.0f", 100 * share) + " %";
  }

  static String percent(Interval interval) {
    return format("%.0f", 100 * interval.low()) + " to " + percent(interval.high());
  }

  /** Three significant digits, without an exponent where it can be avoided. */
  static String short3(double value) {
    double size = Math.abs(value);
    if (size != 0 && (size < 1e-3 || size >= 1e6)) {
      return format("%.2e", value);
    }
    int decimals = size >= 100 ? 0 : size >= 10 ? 1 : size >= 1 ? 2 : 3;
    return format("%." + decimals + "f", value);
  }

  /** For SVG: short, with a point. */
  static String coordinate(double value) {
    String text = format("%.1f", value);
    return text.endsWith(".0") ? text.substring(0, text.length() - 2) : text;
  }

  private static String format(String pattern, double value) {
    return String.format(Locale.ROOT, pattern, value);
  }
}
