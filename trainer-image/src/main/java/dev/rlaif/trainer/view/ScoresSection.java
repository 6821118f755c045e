package dev.rlaif.trainer.view;

import static dev.rlaif.trainer.view.Tag.tag;

import dev.rlaif.trainer.proof.Calibration;
import dev.rlaif.trainer.proof.ThresholdSweep;

/** How the scores lie: by label, by how often they are right, and under other thresholds. */
final class ScoresSection {
  private ScoresSection() {}

  static Tag of(Calibration calibration, ThresholdSweep sweep, double threshold) {
    return tag("section")
        .set("aria-labelledby", "scores")
        .add(
            tag("h2", "Scores").set("id", "scores"),
            tag("div")
                .style("charts")
                .add(
                    chart(
                        "Good and bad answers by score",
                        new ScoreHistogram(calibration.reliability(), threshold).svg(),
                        "score; good answers above the line, bad ones below it"),
                    chart(
                        "Reliability: is a score of 0.8 right 8 times in 10?",
                        new ReliabilityDiagram(calibration.reliability()).svg(),
                        "score across, share of good answers up; the diagonal is perfect"),
                    chart(
                        "Figures by threshold",
                        new SweepChart(sweep, threshold).svg(),
                        "threshold across; the dashed line is the one that is set")),
            tag("p", advice(sweep, threshold)).style("note"),
            tag(
                "details",
                tag("summary", "The same as a table"),
                Scrolled.named("Figures by threshold", table(sweep)),
                Scrolled.named("Reliability", bins(calibration))));
  }

  private static Tag chart(String title, Tag svg, String axis) {
    return tag("figure")
        .style("chart")
        .add(tag("figcaption", title), svg, tag("p", axis).style("axis"));
  }

  private static String advice(ThresholdSweep sweep, double threshold) {
    String best =
        "The best threshold for these pairs is "
            + Numbers.decimals(sweep.best(), 3)
            + " with an accuracy of "
            + Numbers.decimals(sweep.bestAccuracy(), 4);
    return sweep.far()
        ? best + ". The one that is set, " + threshold + ", is far from it."
        : best + "; the one that is set, " + threshold + ", does about as well.";
  }

  private static Tag table(ThresholdSweep sweep) {
    Tag body = tag("tbody");
    for (ThresholdSweep.Row row : sweep.rows()) {
      body.add(
          tag(
              "tr",
              tag("th", Numbers.decimals(row.threshold(), 2)).set("scope", "row"),
              cell(row.accuracy()),
              cell(row.precision()),
              cell(row.recall()),
              cell(row.f1())));
    }
    return tag("table")
        .style("figures")
        .add(
            tag("caption", "Figures by threshold"),
            tag(
                "thead",
                tag(
                    "tr",
                    head("threshold"),
                    head("accuracy"),
                    head("precision"),
                    head("recall"),
                    head("F1"))),
            body);
  }

  private static Tag bins(Calibration calibration) {
    Tag body = tag("tbody");
    calibration
        .reliability()
        .forEach(
            bin ->
                body.add(
                    tag(
                        "tr",
                        tag(
                                "th",
                                Numbers.decimals(bin.low(), 1)
                                    + " to "
                                    + Numbers.decimals(bin.high(), 1))
                            .set("scope", "row"),
                        tag("td", String.valueOf(bin.good())),
                        tag("td", String.valueOf(bin.bad())),
                        cell(bin.meanScore()),
                        cell(bin.shareGood()))));
    return tag("table")
        .style("figures")
        .add(
            tag("caption", "Answers by score"),
            tag(
                "thead",
                tag(
                    "tr",
                    head("score"),
                    head("good"),
                    head("bad"),
                    head("mean score"),
                    head("share good"))),
            body);
  }

  private static Tag cell(double value) {
    return tag("td", Numbers.decimals(value, 3));
  }

  private static Tag head(String name) {
    return tag("th", name).set("scope", "col");
  }
}
