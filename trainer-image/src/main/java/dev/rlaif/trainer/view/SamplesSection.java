package dev.rlaif.trainer.view;

import static dev.rlaif.trainer.view.Tag.tag;

import dev.rlaif.trainer.evaluate.EvaluationSample;
import dev.rlaif.trainer.evaluate.JudgedAnswer;
import dev.rlaif.trainer.evaluate.TellingSamples;
import java.util.List;
import java.util.Locale;

/** Answers before and after: a handful at length, all of them in a table that can be filtered. */
final class SamplesSection {
  private static final int TELLING = 6;
  private static final int LONGEST_REASON = 160;

  /** A browser stays quick with this many; the file has them all. */
  private static final int MAX_ROWS = 2000;

  private final double threshold;
  private final MarkedWords words;

  SamplesSection(double threshold, MarkedWords words) {
    this.threshold = threshold;
    this.words = words;
  }

  Tag beforeAndAfter(List<EvaluationSample> samples) {
    Tag section =
        tag("section")
            .set("aria-labelledby", "samples")
            .add(
                tag("h2", "Before and after").set("id", "samples"),
                tag(
                    "p",
                    "The largest gains by score, and the largest loss if there is one. Forbidden"
                        + " words are marked."));
    for (EvaluationSample sample : TellingSamples.of(samples, TELLING)) {
      section.add(
          tag("article")
              .add(
                  tag("h3", sample.question()).set("dir", "auto"),
                  tag("div")
                      .style("two")
                      .add(side("base", sample.base()), side("tuned", sample.tuned()))));
    }
    return section;
  }

  Tag all(List<EvaluationSample> samples) {
    List<EvaluationSample> shown = samples.subList(0, Math.min(samples.size(), MAX_ROWS));
    Tag body = tag("tbody");
    for (EvaluationSample sample : shown) {
      body.add(
          tag("tr")
              .set("data-pass", sample.pass())
              .set("data-change", change(sample))
              .add(
                  tag("td", sample.pass()).style("pass"),
                  tag("th", sample.question()).set("scope", "row").set("dir", "auto"),
                  judged("td", sample.base()),
                  judged("td", sample.tuned())));
    }
    String cut =
        shown.size() < samples.size()
            ? " The first " + MAX_ROWS + " are shown; samples.jsonl has them all."
            : "";
    return tag("section")
        .set("aria-labelledby", "answers")
        .style("all")
        .add(
            tag("h2", "All answers").set("id", "answers"),
            filter(samples),
            tag("p", samples.size() + " pairs of answers." + cut)
                .set("id", "shown")
                .set("role", "status"),
            tag("div")
                .style("scroll")
                .add(
                    tag("table")
                        .style("answers")
                        .set("id", "all-answers")
                        .add(
                            tag("caption", "Every question with both answers").style("unseen"),
                            tag(
                                "thead",
                                tag(
                                    "tr",
                                    head("pass"),
                                    head("question"),
                                    head("base"),
                                    head("tuned"))),
                            body)));
  }

  /** Shown by the script, without which it would do nothing. */
  private static Tag filter(List<EvaluationSample> samples) {
    Tag passes = tag("select", option("", "all passes")).set("id", "by-pass");
    samples.stream()
        .map(EvaluationSample::pass)
        .distinct()
        .forEach(pass -> passes.add(option(pass, pass)));
    Tag changes =
        tag(
                "select",
                option("", "all changes"),
                option("fixed", "fixed: violation before, none after"),
                option("broken", "broken: none before, violation after"),
                option("bad", "violation before and after"),
                option("good", "no violation before and after"),
                option("missing", "a score is missing"))
            .set("id", "by-change");
    return tag("form")
        .style("filter")
        .set("hidden", "hidden")
        .set("id", "filter")
        .add(
            tag("label", "Search ").add(tag("input").set("type", "search").set("id", "by-text")),
            tag("label", "Pass ").add(passes),
            tag("label", "Change ").add(changes));
  }

  private Tag side(String name, JudgedAnswer answer) {
    return tag("div")
        .style("side " + name)
        .add(tag("h4", tag("span", name), chip(answer)), words.answer(answer.text()))
        .add(reasons(answer));
  }

  private Tag judged(String cell, JudgedAnswer answer) {
    return tag(cell, chip(answer), words.answer(answer.text())).add(reasons(answer));
  }

  /** What the judge said, where the score is not good; long replies are cut. */
  private List<Tag> reasons(JudgedAnswer answer) {
    String raw = answer.raw().strip();
    Double p = answer.p();
    if (raw.isEmpty() || p != null && p >= threshold) {
      return List.of();
    }
    String shown = raw.length() > LONGEST_REASON ? raw.substring(0, LONGEST_REASON) + " …" : raw;
    return List.of(tag("p", "judge: " + shown).style("reason").set("dir", "auto"));
  }

  private Tag chip(JudgedAnswer answer) {
    Double p = answer.p();
    if (p == null) {
      String status = answer.status().name().toLowerCase(Locale.ROOT).replace('_', ' ');
      return tag("span", "no score: " + status).style("chip none");
    }
    boolean violates = p < threshold;
    String words = Numbers.decimals(p, 2) + (violates ? " violation" : " good");
    return tag("span", words).style(violates ? "chip bad" : "chip good");
  }

  private String change(EvaluationSample sample) {
    Double base = sample.base().p();
    Double tuned = sample.tuned().p();
    if (base == null || tuned == null) {
      return "missing";
    }
    if (base < threshold) {
      return tuned < threshold ? "bad" : "fixed";
    }
    return tuned < threshold ? "broken" : "good";
  }

  private static Tag option(String value, String text) {
    return tag("option", text).set("value", value);
  }

  private static Tag head(String name) {
    return tag("th", name).set("scope", "col");
  }
}
