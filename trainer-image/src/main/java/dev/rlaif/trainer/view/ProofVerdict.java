package dev.rlaif.trainer.view;

import static dev.rlaif.trainer.view.Tag.tag;

import dev.rlaif.trainer.proof.Calibration;
import dev.rlaif.trainer.proof.ConfusionMatrix;
import dev.rlaif.trainer.proof.Figure;
import dev.rlaif.trainer.proof.JudgeProofReport;
import java.util.List;

/** Whether the judge passed, in one sentence, and what speaks against it. */
final class ProofVerdict {
  private ProofVerdict() {}

  static Tag of(String name, JudgeProofReport report) {
    Tag header =
        tag("header")
            .add(
                tag("p", "Proof of the judge").style("over"),
                tag("h1", name),
                tag("p")
                    .style(report.passed() ? "verdict good" : "verdict bad")
                    .text(report.passed() ? "✓ Passed" : "✗ Falls short"),
                tag("p", sentence(report)).style("sentence"),
                tag("p")
                    .style("detail")
                    .text(
                        report.judge()
                            + ", held against "
                            + report.examples()
                            + " labelled pairs, each answer scored "
                            + (report.repeats() == 1 ? "once" : report.repeats() + " times")
                            + "; a score of at least "
                            + report.threshold()
                            + " calls an answer good."));
    List<Figure> missed =
        report.figures().stream()
            .filter(figure -> figure.standing() == Figure.Standing.MISSED)
            .toList();
    if (!missed.isEmpty()) {
      Tag list = tag("ul").style("gates");
      missed.forEach(figure -> list.add(tag("li", tag("code", figure.gate()), missed(figure))));
      header.add(list);
    }
    return header.add(notes(report.warnings()));
  }

  private static String sentence(JudgeProofReport report) {
    Calibration calibration = report.calibration();
    if (calibration == null) {
      return "Nothing can be said of this judge: it gave no scores to hold against the labels.";
    }
    ConfusionMatrix counts = calibration.confusion();
    int right = counts.truePositives() + counts.trueNegatives();
    int all = right + counts.falsePositives() + counts.falseNegatives();
    return (report.passed()
            ? "This judge may score a run: it"
            : "This judge should not be trusted: it")
        + " puts "
        + right
        + " of "
        + all
        + " labelled answers on the right side, calls "
        + counts.falsePositives()
        + " bad answers good and "
        + counts.falseNegatives()
        + " good ones bad.";
  }

  private static Tag missed(Figure figure) {
    Double value = figure.value();
    Double wanted = figure.wanted();
    String limit = figure.atLeast() ? " must be at least " : " must be at most ";
    return tag("span", ": " + figure.title() + limit)
        .text(wanted == null ? "" : figure.number(wanted))
        .text(value == null ? ", could not be measured" : ", is " + figure.number(value));
  }

  /** Nothing where there is nothing to say. */
  private static List<Tag> notes(List<String> warnings) {
    if (warnings.isEmpty()) {
      return List.of();
    }
    Tag list = tag("ul");
    warnings.forEach(warning -> list.add(tag("li", warning)));
    return List.of(
        tag("aside")
            .style("notes")
            .set("aria-labelledby", "notes")
            .add(tag("h2", "Before you rely on this").set("id", "notes"), list));
  }
}
