package dev.rlaif.trainer.view;

import static dev.rlaif.trainer.view.Tag.tag;

import java.util.List;
import java.util.stream.Collectors;

/** A curve as SVG, with its band, grid and an invisible layer that the page's script reads. */
record LineChart(String title, Curve curve) {
  private static final double WIDTH = 360;
  private static final double HEIGHT = 190;
  private static final double LEFT = 46;
  private static final double RIGHT = 350;
  private static final double TOP = 12;
  private static final double BOTTOM = 164;

  Tag svg() {
    Ticks vertical = vertical();
    double first = curve.points().get(0).step();
    double last = Math.max(first + 1, curve.last().step());
    Tag svg =
        tag("svg")
            .set("viewBox", "0 0 " + Numbers.coordinate(WIDTH) + " " + Numbers.coordinate(HEIGHT))
            .set("role", "img")
            .set("aria-label", description())
            .set("data-label", title)
            .set("data-points", data(vertical, first, last));
    for (double value : vertical.values()) {
      double y = y(value, vertical);
      svg.add(
          line(LEFT, y, RIGHT, y).style("grid"),
          tag("text", vertical.label(value)).set("x", LEFT - 6).set("y", y + 3.5).style("tick y"));
    }
    for (double step : List.of(first, (first + last) / 2, last)) {
      String anchor = step == first ? "tick start" : step == last ? "tick end" : "tick";
      svg.add(
          tag("text", Numbers.count(Math.rint(step)))
              .set("x", x(step, first, last))
              .set("y", BOTTOM + 16)
              .style(anchor));
    }
    if (curve.points().stream().anyMatch(point -> point.spread() > 0)) {
      svg.add(tag("path").set("d", band(vertical, first, last)).style("band"));
    }
    Curve.Point end = curve.last();
    return svg.add(
        tag("path").set("d", path(vertical, first, last)).style("curve"),
        tag("circle")
            .set("cx", x(end.step(), first, last))
            .set("cy", y(end.value(), vertical))
            .set("r", 3)
            .style("end"));
  }

  private Ticks vertical() {
    double min = Double.POSITIVE_INFINITY;
    double max = Double.NEGATIVE_INFINITY;
    for (Curve.Point point : curve.points()) {
      min = Math.min(min, point.value() - point.spread());
      max = Math.max(max, point.value() + point.spread());
    }
    return Ticks.covering(min, max);
  }

  /** For those who do not see it. */
  private String description() {
    Curve.Point start = curve.points().get(0);
    Curve.Point end = curve.last();
    return title
        + ": "
        + Numbers.short3(start.value())
        + " at step "
        + Numbers.count(start.step())
        + ", "
        + Numbers.short3(end.value())
        + " at step "
        + Numbers.count(end.step());
  }

  /** For the pointer: x, y, step, value of each point. */
  private String data(Ticks vertical, double first, double last) {
    return curve.points().stream()
        .map(
            point ->
                Numbers.coordinate(x(point.step(), first, last))
                    + ","
                    + Numbers.coordinate(y(point.value(), vertical))
                    + ","
                    + Numbers.count(point.step())
                    + ","
                    + Numbers.short3(point.value()))
        .collect(Collectors.joining(";"));
  }

  private String path(Ticks vertical, double first, double last) {
    return curve.points().stream()
        .map(point -> at(point.step(), point.value(), vertical, first, last))
        .collect(Collectors.joining("L", "M", ""));
  }

  private String band(Ticks vertical, double first, double last) {
    var there = new StringBuilder("M");
    var back = new StringBuilder();
    for (Curve.Point point : curve.points()) {
      double step = point.step();
      there
          .append(there.length() > 1 ? "L" : "")
          .append(at(step, point.value() + point.spread(), vertical, first, last));
      back.insert(0, "L" + at(step, point.value() - point.spread(), vertical, first, last));
    }
    return there.append(back).append('Z').toString();
  }

  private static String at(double step, double value, Ticks vertical, double first, double last) {
    return Numbers.coordinate(x(step, first, last)) + " " + Numbers.coordinate(y(value, vertical));
  }

  private static double x(double step, double first, double last) {
    return LEFT + (RIGHT - LEFT) * (step - first) / (last - first);
  }

  private static double y(double value, Ticks vertical) {
    return BOTTOM - (BOTTOM - TOP) * (value - vertical.low()) / (vertical.high() - vertical.low());
  }

  private static Tag line(double x1, double y1, double x2, double y2) {
    return tag("line").set("x1", x1).set("y1", y1).set("x2", x2).set("y2", y2);
  }
}
