package dev.rlaif.trainer.view;

import static dev.rlaif.trainer.view.Tag.tag;

/** The place of a chart whose horizontal scale, and mostly also its vertical one, is 0 to 1. */
final class UnitPlot {
  static final double LEFT = 40;
  static final double RIGHT = 348;
  static final double TOP = 12;
  static final double BOTTOM = 200;
  private static final int STEPS = 4;

  private UnitPlot() {}

  /**
   * An empty chart.
   *
   * @param description for those who do not see it
   */
  static Tag svg(String description) {
    Tag svg =
        tag("svg").set("viewBox", "0 0 360 226").set("role", "img").set("aria-label", description);
    for (int i = 0; i <= STEPS; i++) {
      double share = (double) i / STEPS;
      svg.add(
          tag("text", Numbers.decimals(share, 2))
              .set("x", x(share))
              .set("y", BOTTOM + 16)
              .style("tick"));
    }
    return svg;
  }

  /** An empty chart with 0 to 1 on both sides. */
  static Tag square(String description) {
    Tag svg = svg(description);
    for (int i = 0; i <= STEPS; i++) {
      double share = (double) i / STEPS;
      svg.add(
          tag("line")
              .set("x1", LEFT)
              .set("x2", RIGHT)
              .set("y1", y(share))
              .set("y2", y(share))
              .style("grid"),
          tag("text", Numbers.decimals(share, 2))
              .set("x", LEFT - 6)
              .set("y", y(share) + 3.5)
              .style("tick y"));
    }
    return svg;
  }

  static Tag vertical(double at, String style) {
    return tag("line")
        .set("x1", x(at))
        .set("x2", x(at))
        .set("y1", TOP)
        .set("y2", BOTTOM)
        .style(style);
  }

  static double x(double share) {
    return LEFT + (RIGHT - LEFT) * share;
  }

  static double y(double share) {
    return BOTTOM - (BOTTOM - TOP) * share;
  }
}
