package dev.rlaif.trainer.view;

import static dev.rlaif.trainer.view.Tag.tag;

import dev.rlaif.trainer.proof.Figure;
import dev.rlaif.trainer.proof.Interval;

/** A figure on the scale from 0 to 1: its interval as a bar, its value a dot, its gate a line. */
final class IntervalBar {
  private static final double WIDTH = 200;
  private static final double MARGIN = 6;

  private IntervalBar() {}

  static Tag of(Figure figure, double value, Interval interval) {
    double low = x(interval.low());
    Tag svg =
        tag("svg")
            .set("viewBox", "0 0 212 20")
            .set("aria-hidden", "true")
            .style("interval " + colour(figure))
            .add(
                tag("line")
                    .set("x1", x(0))
                    .set("x2", x(1))
                    .set("y1", 10)
                    .set("y2", 10)
                    .style("grid"),
                tag("rect")
                    .set("x", low)
                    .set("y", 6)
                    .set("width", Math.max(1, x(interval.high()) - low))
                    .set("height", 8)
                    .set("rx", 4)
                    .style("between"),
                tag("circle").set("cx", x(value)).set("cy", 10).set("r", 4.5).style("value"));
    Double wanted = figure.wanted();
    if (wanted != null) {
      double gate = x(wanted);
      svg.add(tag("line").set("x1", gate).set("x2", gate).set("y1", 0).set("y2", 20).style("gate"));
    }
    return svg;
  }

  private static String colour(Figure figure) {
    return switch (figure.standing()) {
      case NOT_ASKED -> "plain";
      case MET -> figure.undecided() ? "unsure" : "met";
      case MISSED -> "missed";
    };
  }

  /** Kappa may lie below 0, where the scale ends. */
  private static double x(double share) {
    return MARGIN + WIDTH * Math.max(0, Math.min(1, share));
  }
}
