package dev.rlaif.trainer.view;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalDouble;

/** One metric over the steps of training, thinned out to what a small chart can show. */
record Curve(List<Point> points) {
  private static final int MAX_POINTS = 240;

  /**
   * @param spread half width of the band around the value; 0 without a band
   */
  record Point(double step, double value, double spread) {}

  /** Steps without this metric are left out; what is not finite, too. */
  static Curve of(List<JsonNode> metrics, String name, String spreadName) {
    List<Point> points = new ArrayList<>();
    for (JsonNode line : metrics) {
      OptionalDouble value = number(line, name);
      OptionalDouble step = number(line, "step");
      if (value.isPresent() && step.isPresent()) {
        double spread = number(line, spreadName).orElse(0);
        points.add(new Point(step.getAsDouble(), value.getAsDouble(), spread));
      }
    }
    return new Curve(thinned(points));
  }

  Point last() {
    return points.get(points.size() - 1);
  }

  private static OptionalDouble number(JsonNode line, String name) {
    JsonNode value = line.path(name);
    return value.isNumber() && Double.isFinite(value.asDouble())
        ? OptionalDouble.of(value.asDouble())
        : OptionalDouble.empty();
  }

  /** Means of neighbours. */
  private static List<Point> thinned(List<Point> points) {
    int width = (points.size() + MAX_POINTS - 1) / MAX_POINTS;
    if (width <= 1) {
      return points;
    }
    List<Point> thinned = new ArrayList<>();
    for (int from = 0; from < points.size(); from += width) {
      List<Point> some = points.subList(from, Math.min(points.size(), from + width));
      thinned.add(
          new Point(
              some.get(some.size() - 1).step(),
              some.stream().mapToDouble(Point::value).average().orElse(0),
              some.stream().mapToDouble(Point::spread).average().orElse(0)));
    }
    return thinned;
  }
}
