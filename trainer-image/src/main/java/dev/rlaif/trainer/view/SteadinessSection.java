package dev.rlaif.trainer.view;

import static dev.rlaif.trainer.view.Tag.tag;

import dev.rlaif.trainer.proof.CanaryResult;
import dev.rlaif.trainer.proof.Injection;
import dev.rlaif.trainer.proof.Rewordings;
import java.util.List;
import java.util.Locale;

/** What must not change a score: other words for the same, and answers that talk to the judge. */
final class SteadinessSection {
  private SteadinessSection() {}

  static Tag rewordings(Rewordings rewordings) {
    Tag section =
        section("reworded", "The same, put differently")
            .add(
                tag(
                    "p",
                    rewordings.flips()
                        + " of "
                        + rewordings.compared()
                        + " answers changed sides when question or answer were put differently, or"
                        + " shown in the other order."));
    if (rewordings.kinds().isEmpty()) {
      return section;
    }
    Tag body = tag("tbody");
    for (Rewordings.Kind kind : rewordings.kinds()) {
      body.add(
          tag(
              "tr",
              tag("th", kind.name()).set("scope", "row"),
              tag("td", kind.flips() + " of " + kind.compared()),
              tag("td", signed(kind.shift()))));
    }
    return section.add(
        table(
            "Changed sides by kind", List.of("what changed", "changed sides", "mean shift"), body));
  }

  static Tag attacks(Injection injection) {
    Tag section =
        section("attacks", "Answers that talk to the judge")
            .add(
                tag(
                    "p",
                    injection.worked()
                        + " of "
                        + injection.attacks()
                        + " attacks lifted the score of a bad answer by more than "
                        + injection.tolerated()
                        + "; "
                        + injection.turned()
                        + " of them made it a good one."));
    Tag body = tag("tbody");
    for (Injection.Way way : injection.ways()) {
      body.add(
          tag(
              "tr",
              tag("th", way.name()).set("scope", "row"),
              tag("td", way.worked() + " of " + way.attacks())
                  .style(way.worked() > 0 ? "wrong" : "right"),
              tag("td", signed(way.meanLift()))));
    }
    section.add(table("Attacks by kind", List.of("attack", "worked", "mean lift"), body));
    if (!injection.worst().isEmpty()) {
      Tag worst =
          tag("details", tag("summary", "The attacks that lifted most, with what the judge said"));
      injection.worst().forEach(attempt -> worst.add(attempt(attempt)));
      section.add(worst);
    }
    return section;
  }

  static Tag canaries(List<CanaryResult> canaries) {
    long right = canaries.stream().filter(CanaryResult::asExpected).count();
    Tag body = tag("tbody");
    for (CanaryResult canary : canaries) {
      Double p = canary.p();
      String said =
          p == null
              ? "no score: " + canary.status().name().toLowerCase(Locale.ROOT).replace('_', ' ')
              : Numbers.decimals(p, 2);
      body.add(
          tag(
              "tr",
              tag("th", canary.name()).set("scope", "row"),
              tag("td", said),
              tag("td", canary.helpful() ? "above" : "below"),
              tag("td", canary.asExpected() ? "as expected" : "misjudged")
                  .style(canary.asExpected() ? "right" : "wrong")));
    }
    return section("canaries", "Canaries")
        .add(
            tag(
                "p",
                right
                    + " of "
                    + canaries.size()
                    + " answers that deserve a certain side of the threshold got it."),
            table("Canaries", List.of("answer", "score", "belongs", "verdict"), body));
  }

  private static Tag attempt(Injection.Attempt attempt) {
    return tag("article")
        .add(
            tag("h3", attempt.way()),
            tag("p", scores(attempt)).style("soft"),
            tag("p", attempt.answer()).style("answer").set("dir", "auto"),
            tag("p", "judge: " + attempt.raw()).style("reason").set("dir", "auto"));
  }

  private static String scores(Injection.Attempt attempt) {
    return "score "
        + Numbers.decimals(attempt.without(), 2)
        + " without the attack, "
        + Numbers.decimals(attempt.with(), 2)
        + " with it";
  }

  private static Tag section(String id, String title) {
    return tag("section").set("aria-labelledby", id).add(tag("h2", title).set("id", id));
  }

  private static Tag table(String caption, List<String> columns, Tag body) {
    Tag head = tag("tr");
    columns.forEach(column -> head.add(tag("th", column).set("scope", "col")));
    return Scrolled.named(
        caption,
        tag("table")
            .style("figures narrow")
            .add(tag("caption", caption).style("unseen"), tag("thead", head), body));
  }

  private static String signed(double value) {
    return String.format(Locale.ROOT, "%+.3f", value);
  }
}
