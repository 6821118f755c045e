package dev.rlaif.trainer.view;

import static dev.rlaif.trainer.view.Tag.tag;

import dev.rlaif.trainer.proof.Interval;
import dev.rlaif.trainer.proof.ReliabilityBin;
import java.util.List;
import java.util.stream.Collectors;

/** Mean score of each bin against the share of good answers in it; dots by number of answers. */
record ReliabilityDiagram(List<ReliabilityBin> bins) {

  Tag svg() {
    List<ReliabilityBin> filled = bins.stream().filter(bin -> count(bin) > 0).toList();
    Tag svg = UnitPlot.square(description(filled));
    svg.add(
        tag("line")
            .set("x1", UnitPlot.x(0))
            .set("y1", UnitPlot.y(0))
            .set("x2", UnitPlot.x(1))
            .set("y2", UnitPlot.y(1))
            .style("set"));
    int most = filled.stream().mapToInt(ReliabilityDiagram::count).max().orElse(1);
    for (ReliabilityBin bin : filled) {
      Interval interval = Interval.wilson(bin.good(), count(bin));
      double x = UnitPlot.x(bin.meanScore());
      svg.add(
          tag("line")
              .set("x1", x)
              .set("x2", x)
              .set("y1", UnitPlot.y(interval.low()))
              .set("y2", UnitPlot.y(interval.high()))
              .style("whisker"),
          tag("circle")
              .set("cx", x)
              .set("cy", UnitPlot.y(bin.shareGood()))
              .set("r", 3 + 5 * Math.sqrt((double) count(bin) / most))
              .style("dot"));
    }
    return svg;
  }

  private static int count(ReliabilityBin bin) {
    return bin.good() + bin.bad();
  }

  private static String description(List<ReliabilityBin> filled) {
    return filled.stream()
        .map(
            bin ->
                "score "
                    + Numbers.decimals(bin.meanScore(), 2)
                    + ": "
                    + Numbers.percent(bin.shareGood())
                    + " good of "
                    + count(bin))
        .collect(Collectors.joining("; ", "Reliability diagram, ", ""));
  }
}
