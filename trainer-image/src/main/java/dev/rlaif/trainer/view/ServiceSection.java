package dev.rlaif.trainer.view;

import static dev.rlaif.trainer.view.Tag.tag;

import dev.rlaif.trainer.proof.Expense;
import dev.rlaif.trainer.proof.JudgeProofReport;
import java.util.Locale;

/** What the judge's server took for it: time, tokens, cost, answers without a score. */
final class ServiceSection {
  private ServiceSection() {}

  static Tag of(JudgeProofReport report) {
    Expense expense = report.expense();
    Tag tiles = tag("dl").style("tiles");
    tiles.add(
        tile("Judgements of examples", String.valueOf(report.calls())),
        tile("Latency p50", report.latencyP50Milliseconds() + " ms"),
        tile("Latency p95", report.latencyP95Milliseconds() + " ms"),
        tile("Requests", String.valueOf(expense.requests())),
        tile("Tokens sent", String.valueOf(expense.promptTokens())),
        tile("Tokens answered", String.valueOf(expense.completionTokens())));
    Double cost = expense.cost();
    Double perThousand = expense.costPerThousand();
    if (cost != null) {
      tiles.add(tile("Cost of this proof", Numbers.short3(cost)));
    }
    if (perThousand != null) {
      tiles.add(tile("Cost of 1000", Numbers.short3(perThousand)));
    }
    report
        .missing()
        .forEach(
            (status, count) ->
                tiles.add(
                    tile(
                        "No score: " + status.name().toLowerCase(Locale.ROOT).replace('_', ' '),
                        String.valueOf(count))));
    return tag("section")
        .set("aria-labelledby", "service")
        .add(
            tag("h2", "Service").set("id", "service"),
            tiles,
            tag("p", "Judge " + report.judge() + ", hash " + report.hash() + ".").style("note"));
  }

  private static Tag tile(String name, String value) {
    return tag("div").add(tag("dt", name), tag("dd", value));
  }
}
