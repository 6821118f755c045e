package dev.rlaif.trainer.view;

import static dev.rlaif.trainer.view.Tag.tag;

import dev.rlaif.trainer.proof.ReliabilityBin;
import java.util.List;

/** How many good answers have which score, and, below the line, how many bad ones. */
record ScoreHistogram(List<ReliabilityBin> bins, double threshold) {
  private static final double MIDDLE = (UnitPlot.TOP + UnitPlot.BOTTOM) / 2;
  private static final double HEIGHT = (UnitPlot.BOTTOM - UnitPlot.TOP) / 2 - 12;

  Tag svg() {
    Tag svg = UnitPlot.svg(description());
    double most = 1;
    for (ReliabilityBin bin : bins) {
      most = Math.max(most, Math.max(bin.good(), bin.bad()));
    }
    for (ReliabilityBin bin : bins) {
      double up = HEIGHT * bin.good() / most;
      double down = HEIGHT * bin.bad() / most;
      svg.add(bar(bin, MIDDLE - up, up).style("bar-good"), bar(bin, MIDDLE, down).style("bar-bad"));
      if (bin.good() > 0) {
        svg.add(count(bin, bin.good(), MIDDLE - up - 3));
      }
      if (bin.bad() > 0) {
        svg.add(count(bin, bin.bad(), MIDDLE + down + 11));
      }
    }
    return svg.add(
        tag("line")
            .set("x1", UnitPlot.LEFT)
            .set("x2", UnitPlot.RIGHT)
            .set("y1", MIDDLE)
            .set("y2", MIDDLE)
            .style("zero"),
        tag("text", "good").set("x", UnitPlot.LEFT - 8).set("y", MIDDLE - 8).style("tick y"),
        tag("text", "bad").set("x", UnitPlot.LEFT - 8).set("y", MIDDLE + 16).style("tick y"),
        UnitPlot.vertical(threshold, "set"));
  }

  private static Tag bar(ReliabilityBin bin, double y, double height) {
    double x = UnitPlot.x(bin.low()) + 2;
    return tag("rect")
        .set("x", x)
        .set("y", y)
        .set("width", UnitPlot.x(bin.high()) - 2 - x)
        .set("height", height);
  }

  private static Tag count(ReliabilityBin bin, int count, double y) {
    return tag("text", String.valueOf(count))
        .set("x", UnitPlot.x((bin.low() + bin.high()) / 2))
        .set("y", y)
        .style("tick");
  }

  private String description() {
    int goodAbove = 0;
    int badAbove = 0;
    int good = 0;
    int bad = 0;
    for (ReliabilityBin bin : bins) {
      good += bin.good();
      bad += bin.bad();
      goodAbove += bin.low() >= 0.5 ? bin.good() : 0;
      badAbove += bin.low() >= 0.5 ? bin.bad() : 0;
    }
    return "Histogram of scores: "
        + goodAbove
        + " of "
        + good
        + " good answers and "
        + badAbove
        + " of "
        + bad
        + " bad ones score above 0.5";
  }
}
