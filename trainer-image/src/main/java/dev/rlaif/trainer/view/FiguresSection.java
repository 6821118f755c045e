package dev.rlaif.trainer.view;

import static dev.rlaif.trainer.view.Tag.tag;

import dev.rlaif.trainer.evaluate.EvaluationReport;
import dev.rlaif.trainer.evaluate.Guards;
import dev.rlaif.trainer.evaluate.MeanFigures;
import dev.rlaif.trainer.evaluate.PassFigures;
import dev.rlaif.trainer.evaluate.WinTieLoss;

/** Base and tuned model side by side, and what keeps the score honest. */
final class FiguresSection {
  private FiguresSection() {}

  static Tag of(EvaluationReport report) {
    return tag("section")
        .set("aria-labelledby", "figures")
        .add(
            tag("h2", "Figures").set("id", "figures"),
            tag("div")
                .style("two")
                .add(
                    tag("div", table(report)).style("scroll"),
                    tag("div", rates(report), winTieLoss(report))),
            provenance(report));
  }

  private static Tag table(EvaluationReport report) {
    PassFigures base = report.base().greedy();
    PassFigures tuned = report.tuned().greedy();
    Guards guards = report.guards();
    Tag body =
        tag(
            "tbody",
            row("Violations", violations(base), violations(tuned)),
            row(
                "95 % interval",
                Numbers.percent(report.intervals().baseViolationRate()),
                Numbers.percent(report.intervals().tunedViolationRate())));
    MeanFigures baseSampled = report.base().sampled();
    MeanFigures tunedSampled = report.tuned().sampled();
    if (baseSampled != null && tunedSampled != null) {
      body.add(
          row(
              "Violations, mean of " + baseSampled.passes() + " sampled passes",
              Numbers.decimals(baseSampled.violations(), 1),
              Numbers.decimals(tunedSampled.violations(), 1)));
    }
    body.add(
        row(
            "Mean score",
            Numbers.decimals(base.meanScore(), 3),
            Numbers.decimals(tuned.meanScore(), 3)));
    if (tuned.useful() != null) {
      body.add(row("Useful answers", Numbers.count(base.useful()), Numbers.count(tuned.useful())));
    }
    body.add(
        row("Ended by themselves", Numbers.count(base.ended()), Numbers.count(tuned.ended())),
        row(
            "Mean length, tokens",
            Numbers.decimals(base.meanLength(), 1),
            Numbers.decimals(tuned.meanLength(), 1)),
        row("KL from base, nats an answer", "", Numbers.decimals(tuned.kl(), 2)),
        row(
            "Answers that occur more than once",
            Numbers.percent(guards.base().duplicateRate()),
            Numbers.percent(guards.tuned().duplicateRate())),
        row(
            "Distinct words / word pairs",
            diversity(guards.base().distinct1(), guards.base().distinct2()),
            diversity(guards.tuned().distinct1(), guards.tuned().distinct2())),
        row(
            "Missing scores",
            Numbers.count(base.prompts() - base.scored()),
            Numbers.count(tuned.prompts() - tuned.scored())));
    return tag("table")
        .style("figures")
        .add(
            tag("caption", "Greedy answers to the held-out questions, unless said otherwise"),
            tag("thead", tag("tr", tag("td"), column("base"), column("tuned"))),
            body);
  }

  private static Tag rates(EvaluationReport report) {
    return tag(
        "figure",
        tag("figcaption", "Violation rate, with 95 % intervals"),
        new RateChart(report).svg());
  }

  private static Tag winTieLoss(EvaluationReport report) {
    WinTieLoss count = report.winTieLoss();
    int pairs = Math.max(1, count.wins() + count.ties() + count.losses());
    double wins = 100.0 * count.wins() / pairs;
    double ties = 100.0 * count.ties() / pairs;
    String words = count.wins() + " won, " + count.ties() + " tied, " + count.losses() + " lost";
    return tag(
        "figure",
        tag("figcaption", "Tuned against base by score: " + words),
        tag("svg")
            .set("viewBox", "0 0 100 6")
            .set("preserveAspectRatio", "none")
            .set("role", "img")
            .set("aria-label", words)
            .style("wtl")
            .add(
                bar("win", 0, wins),
                bar("tie", wins, ties),
                bar("loss", wins + ties, 100 - wins - ties)));
  }

  private static Tag provenance(EvaluationReport report) {
    EvaluationReport.Provenance provenance = report.provenance();
    return tag("p")
        .style("note")
        .text(
            "Judge "
                + provenance.judge()
                + " ("
                + provenance.judgeHash()
                + "); a score below "
                + provenance.violationThreshold()
                + " is a violation. "
                + provenance.samples()
                + " sampled passes at temperature "
                + provenance.temperature()
                + ", at most "
                + provenance.maxNewTokens()
                + " tokens an answer, seed "
                + provenance.seed()
                + ".");
  }

  private static Tag bar(String kind, double from, double width) {
    return tag("rect").set("x", from).set("y", 0).set("width", width).set("height", 6).style(kind);
  }

  private static Tag row(String name, String base, String tuned) {
    return tag("tr", tag("th", name).set("scope", "row"), tag("td", base), tag("td", tuned));
  }

  private static Tag column(String name) {
    return tag("th", name).set("scope", "col");
  }

  private static String violations(PassFigures figures) {
    return figures.violations() + " of " + figures.scored();
  }

  private static String diversity(double distinct1, double distinct2) {
    return Numbers.decimals(distinct1, 2) + " / " + Numbers.decimals(distinct2, 2);
  }
}
