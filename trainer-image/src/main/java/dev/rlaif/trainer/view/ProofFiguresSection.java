package dev.rlaif.trainer.view;

import static dev.rlaif.trainer.view.Tag.tag;

import dev.rlaif.trainer.proof.Calibration;
import dev.rlaif.trainer.proof.ConfusionMatrix;
import dev.rlaif.trainer.proof.Figure;
import dev.rlaif.trainer.proof.Interval;
import dev.rlaif.trainer.proof.JudgeProofReport;

/** Every figure with its interval and its gate, and the confusion matrix. */
final class ProofFiguresSection {
  private ProofFiguresSection() {}

  static Tag of(JudgeProofReport report) {
    Tag section =
        tag("section")
            .set("aria-labelledby", "figures")
            .add(tag("h2", "Figures").set("id", "figures"), table(report));
    Calibration calibration = report.calibration();
    return calibration == null ? section : section.add(confusion(calibration.confusion()));
  }

  private static Tag table(JudgeProofReport report) {
    Tag body = tag("tbody");
    for (Figure figure : report.figures()) {
      if (figure.value() != null || figure.wanted() != null) {
        body.add(row(figure));
      }
    }
    return Scrolled.named(
        "Figures",
        tag("table")
            .style("figures measured")
            .add(
                tag("caption", "What was measured, with 95 % intervals, and what is asked for"),
                tag(
                    "thead",
                    tag(
                        "tr",
                        head("figure"),
                        head("value"),
                        head("95 % interval"),
                        head("from 0 to 1").style("bar"),
                        head("gate"),
                        head("verdict"))),
                body));
  }

  private static Tag row(Figure figure) {
    Double value = figure.value();
    Double wanted = figure.wanted();
    Interval interval = figure.interval();
    Tag bar = tag("td").style("bar");
    if (value != null && interval != null) {
      bar.add(IntervalBar.of(figure, value, interval));
    }
    String gate = wanted == null ? "" : (figure.atLeast() ? "≥ " : "≤ ") + figure.number(wanted);
    return tag(
        "tr",
        tag("th", figure.title()).set("scope", "row"),
        tag("td", value == null ? "unknown" : figure.number(value)),
        tag("td", interval == null ? "" : between(interval)),
        bar,
        tag("td", gate),
        tag("td").add(verdict(figure)));
  }

  private static Tag verdict(Figure figure) {
    return switch (figure.standing()) {
      case NOT_ASKED -> tag("span", "no gate").style("soft");
      case MET ->
          figure.undecided()
              ? tag("span", "met, but too few pairs to tell").style("chip unsure")
              : tag("span", "met").style("chip good");
      case MISSED ->
          figure.undecided()
              ? tag("span", "missed, but too few pairs to tell").style("chip bad")
              : tag("span", "missed").style("chip bad");
    };
  }

  private static String between(Interval interval) {
    return Numbers.decimals(interval.low(), 3) + " – " + Numbers.decimals(interval.high(), 3);
  }

  private static Tag confusion(ConfusionMatrix counts) {
    return tag("table")
        .style("confusion")
        .add(
            tag("caption", "Labels against the judge's side of the threshold"),
            tag("thead", tag("tr", tag("td"), head("judged good"), head("judged bad"))),
            tag(
                "tbody",
                tag(
                    "tr",
                    tag("th", "labelled good").set("scope", "row"),
                    cell(counts.truePositives(), "right"),
                    cell(counts.falseNegatives(), "wrong")),
                tag(
                    "tr",
                    tag("th", "labelled bad").set("scope", "row"),
                    cell(counts.falsePositives(), "wrong"),
                    cell(counts.trueNegatives(), "right"))));
  }

  private static Tag cell(int count, String side) {
    return tag("td", count + " " + side).style(side);
  }

  private static Tag head(String name) {
    return tag("th", name).set("scope", "col");
  }
}
