package dev.rlaif.trainer.view;

import static dev.rlaif.trainer.view.Tag.tag;

import dev.rlaif.trainer.evaluate.EvaluationReport;
import dev.rlaif.trainer.proof.Interval;

/** Violation rates of both models with their 95 % intervals, on one scale from 0 to 100 %. */
record RateChart(EvaluationReport report) {
  private static final double LEFT = 70;
  private static final double RIGHT = 500;

  Tag svg() {
    double base = report.base().greedy().violationRate();
    double tuned = report.tuned().greedy().violationRate();
    Interval baseInterval = report.intervals().baseViolationRate();
    Interval tunedInterval = report.intervals().tunedViolationRate();
    double most = Math.min(1, Math.max(baseInterval.high(), tunedInterval.high()) * 1.1);
    Ticks scale = Ticks.covering(0, Math.max(0.05, most));
    Tag svg =
        tag("svg")
            .set("viewBox", "0 0 540 120")
            .set("role", "img")
            .style("rates")
            .set(
                "aria-label",
                "Violation rate: base "
                    + Numbers.percent(base)
                    + ", 95 % interval "
                    + Numbers.percent(baseInterval)
                    + "; tuned "
                    + Numbers.percent(tuned)
                    + ", 95 % interval "
                    + Numbers.percent(tunedInterval));
    for (double value : scale.values()) {
      double x = x(value, scale);
      svg.add(
          tag("line").set("x1", x).set("x2", x).set("y1", 8).set("y2", 92).style("grid"),
          tag("text", Numbers.percent(value)).set("x", x).set("y", 110).style("tick"));
    }
    return svg.add(
        row("base", base, baseInterval, scale, 30), row("tuned", tuned, tunedInterval, scale, 70));
  }

  private static Tag row(String name, double rate, Interval interval, Ticks scale, double y) {
    double low = x(interval.low(), scale);
    double high = x(interval.high(), scale);
    return tag("g")
        .style(name)
        .add(
            tag("text", name).set("x", LEFT - 14).set("y", y + 4).style("name"),
            tag("line").set("x1", low).set("x2", high).set("y1", y).set("y2", y).style("whisker"),
            tag("line").set("x1", low).set("x2", low).set("y1", y - 6).set("y2", y + 6),
            tag("line").set("x1", high).set("x2", high).set("y1", y - 6).set("y2", y + 6),
            tag("circle").set("cx", x(rate, scale)).set("cy", y).set("r", 6));
  }

  private static double x(double share, Ticks scale) {
    return LEFT + (RIGHT - LEFT) * share / scale.high();
  }
}
