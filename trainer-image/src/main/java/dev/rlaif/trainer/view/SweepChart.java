package dev.rlaif.trainer.view;

import static dev.rlaif.trainer.view.Tag.tag;

import dev.rlaif.trainer.proof.ThresholdSweep;
import java.util.List;
import java.util.function.ToDoubleFunction;
import java.util.stream.Collectors;

/** Accuracy, precision, recall and F1 over the threshold. */
record SweepChart(ThresholdSweep sweep, double threshold) {
  private static final double LEGEND_STEP = 76;

  private record Series(String name, String style, ToDoubleFunction<ThresholdSweep.Row> value) {}

  private static final List<Series> SERIES =
      List.of(
          new Series("accuracy", "one", ThresholdSweep.Row::accuracy),
          new Series("precision", "two", ThresholdSweep.Row::precision),
          new Series("recall", "three", ThresholdSweep.Row::recall),
          new Series("F1", "four", ThresholdSweep.Row::f1));

  Tag svg() {
    Tag svg =
        UnitPlot.square(
                "Figures by threshold: accuracy is best at " + Numbers.decimals(sweep.best(), 3))
            .set("viewBox", "0 0 360 248");
    svg.add(UnitPlot.vertical(threshold, "set"));
    for (int i = 0; i < SERIES.size(); i++) {
      Series series = SERIES.get(i);
      double x = UnitPlot.LEFT + i * LEGEND_STEP;
      svg.add(
          tag("path").set("d", path(series)).style("series " + series.style()),
          tag("line")
              .set("x1", x)
              .set("x2", x + 18)
              .set("y1", 238)
              .set("y2", 238)
              .style("series " + series.style()),
          tag("text", series.name()).set("x", x + 22).set("y", 242).style("tick start"));
    }
    return svg;
  }

  private String path(Series series) {
    return sweep.rows().stream()
        .map(
            row ->
                Numbers.coordinate(UnitPlot.x(row.threshold()))
                    + " "
                    + Numbers.coordinate(UnitPlot.y(series.value().applyAsDouble(row))))
        .collect(Collectors.joining("L", "M", ""));
  }
}
