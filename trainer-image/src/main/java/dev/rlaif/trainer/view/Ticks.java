package dev.rlaif.trainer.view;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** Round numbers that cover a range, three to six of them. */
record Ticks(double low, double high, double step) {

  /** A range without extent gets one around it. */
  static Ticks covering(double min, double max) {
    double from = min;
    double to = max;
    if (to - from < 1e-12) {
      double room = Math.abs(from) < 1e-12 ? 1 : Math.abs(from) / 2;
      from -= room;
      to += room;
    }
    double raw = (to - from) / 4;
    double power = Math.pow(10, Math.floor(Math.log10(raw)));
    double fraction = raw / power;
    double step = power * (fraction <= 1 ? 1 : fraction <= 2 ? 2 : fraction <= 5 ? 5 : 10);
    return new Ticks(Math.floor(from / step) * step, Math.ceil(to / step) * step, step);
  }

  List<Double> values() {
    List<Double> values = new ArrayList<>();
    for (double value = low; value <= high + step / 2; value += step) {
      values.add(value);
    }
    return values;
  }

  /** As many decimals as the step needs. */
  String label(double value) {
    int decimals = (int) Math.max(0, Math.ceil(-Math.log10(step) - 1e-9));
    if (decimals > 5) {
      return Numbers.short3(value);
    }
    String text = String.format(Locale.ROOT, "%." + decimals + "f", value);
    return text.matches("-0(\\.0*)?") ? text.substring(1) : text;
  }
}
