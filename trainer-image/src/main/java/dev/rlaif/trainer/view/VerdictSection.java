package dev.rlaif.trainer.view;

import static dev.rlaif.trainer.view.Tag.tag;

import dev.rlaif.trainer.evaluate.EvaluationReport;
import dev.rlaif.trainer.evaluate.FailedGate;
import dev.rlaif.trainer.evaluate.Verdict;

/** The result in one glance: passed or not, from how many to how many, and why not. */
final class VerdictSection {
  private VerdictSection() {}

  static Tag of(String run, EvaluationReport report) {
    Verdict verdict = report.verdict();
    Tag header =
        tag("header")
            .add(
                tag("p", "Evaluation of").style("over"),
                tag("h1", run),
                tag("p")
                    .style(verdict.passed() ? "verdict good" : "verdict bad")
                    .text(verdict.passed() ? "✓ Passed" : "✗ Rejected"),
                tag("p")
                    .style("summary")
                    .add(
                        tag("strong", String.valueOf(report.base().greedy().violations())),
                        tag("span", " → "),
                        tag("strong", String.valueOf(report.tuned().greedy().violations())))
                    .text(
                        " violations among "
                            + report.tuned().greedy().prompts()
                            + " held-out questions"),
                tag("p", sentence(report)).style("detail"));
    if (!verdict.passed()) {
      Tag list = tag("ul").style("gates");
      for (FailedGate gate : verdict.failedGates()) {
        list.add(tag("li", tag("code", gate.gate()), tag("span", ": " + gate.meaning())));
      }
      header.add(list);
    }
    return header;
  }

  private static String sentence(EvaluationReport report) {
    double change = report.improvement();
    String direction = change >= 0 ? " fewer" : " more";
    return Numbers.percent(Math.abs(change))
        + direction
        + " than the base model. Improvement between "
        + Numbers.percent(report.intervals().improvement()).replace(" to ", " % and ")
        + " with "
        + Numbers.percent(report.intervals().confidence())
        + " confidence; exact McNemar p = "
        + Numbers.short3(report.mcnemarP())
        + ".";
  }
}
