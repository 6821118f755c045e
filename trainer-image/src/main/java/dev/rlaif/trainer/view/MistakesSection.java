package dev.rlaif.trainer.view;

import static dev.rlaif.trainer.view.Tag.tag;

import dev.rlaif.trainer.proof.JudgeProofReport;
import dev.rlaif.trainer.proof.Mistake;
import java.util.List;

/** The worst mistakes, to be read: often it is the label that is wrong. */
final class MistakesSection {
  private static final int OPEN = 4;

  private MistakesSection() {}

  static Tag of(JudgeProofReport report) {
    List<Mistake> mistakes = report.mistakes();
    Tag section =
        tag("section")
            .set("aria-labelledby", "mistakes")
            .add(tag("h2", "Worst mistakes").set("id", "mistakes"));
    if (mistakes.isEmpty()) {
      return section.add(tag("p", "None: every answer with a score is on the right side."));
    }
    section.add(tag("p", "Read them: sometimes the judge is right and the label is wrong."));
    int open = Math.min(OPEN, mistakes.size());
    mistakes.subList(0, open).forEach(mistake -> section.add(article(mistake)));
    if (mistakes.size() > open) {
      Tag more = tag("details", tag("summary", mistakes.size() - open + " more"));
      mistakes.subList(open, mistakes.size()).forEach(mistake -> more.add(article(mistake)));
      section.add(more);
    }
    return section;
  }

  private static Tag article(Mistake mistake) {
    String label = mistake.good() ? "good" : "bad";
    return tag("article")
        .add(
            tag("h3", mistake.prompt()).set("dir", "auto"),
            tag("p")
                .add(
                    tag("span", "labelled " + label).style("chip " + label),
                    tag("span", " scored " + Numbers.decimals(mistake.p(), 2)).style("scored")),
            tag("p", mistake.answer()).style("answer").set("dir", "auto"),
            tag("p", "judge: " + mistake.raw().strip()).style("reason").set("dir", "auto"));
  }
}
