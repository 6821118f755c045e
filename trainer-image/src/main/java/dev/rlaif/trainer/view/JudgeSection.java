package dev.rlaif.trainer.view;

import static dev.rlaif.trainer.view.Tag.tag;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import java.util.Map;

/** The proof that the judge scores right: its figures and the confusion matrix. */
final class JudgeSection {
  private static final Map<String, String> NAMES =
      Map.of(
          "accuracy", "Accuracy",
          "precision", "Precision",
          "recall", "Recall",
          "f1", "F1",
          "auroc", "AUROC",
          "kappa", "Kappa",
          "flipRate", "Flip rate",
          "missingRate", "Missing");
  private static final List<String> FIGURES =
      List.of("accuracy", "precision", "recall", "f1", "auroc", "kappa", "flipRate", "missingRate");

  private JudgeSection() {}

  static Tag of(JsonNode proof) {
    Tag figures = tag("dl").style("tiles");
    for (String name : FIGURES) {
      JsonNode value = field(proof, name);
      if (value.isNumber()) {
        figures.add(
            tag("div")
                .add(
                    tag("dt", NAMES.getOrDefault(name, name)),
                    tag("dd", Numbers.decimals(value.asDouble(), 3))));
      }
    }
    Tag section =
        tag("section")
            .set("aria-labelledby", "judge")
            .add(
                tag("h2", "Proof of the judge").set("id", "judge"),
                tag(
                    "p",
                    "Judge "
                        + proof.path("judge").asText("")
                        + ", held against "
                        + proof.path("examples").asInt()
                        + " labelled pairs."),
                figures);
    JsonNode canaries = proof.path("canaries");
    if (!canaries.isEmpty()) {
      long fooled = 0;
      for (JsonNode canary : canaries) {
        fooled += canary.path("asExpected").asBoolean() ? 0 : 1;
      }
      String count = canaries.size() - fooled + " of " + canaries.size();
      section.add(tag("p", count + " canaries (answers made to fool a judge) scored as expected."));
    }
    if (field(proof, "confusion").isObject()) {
      section.add(confusion(field(proof, "confusion")));
    }
    return section;
  }

  private static Tag confusion(JsonNode matrix) {
    return tag("table")
        .style("confusion")
        .add(
            tag("caption", "Labels against the judge's side of the threshold"),
            tag("thead", tag("tr", tag("td"), head("judged good"), head("judged bad"))),
            tag(
                "tbody",
                row("labelled good", matrix, "truePositives", "falseNegatives", true),
                row("labelled bad", matrix, "falsePositives", "trueNegatives", false)));
  }

  private static Tag row(
      String name, JsonNode matrix, String left, String right, boolean leftIsRight) {
    return tag(
        "tr",
        tag("th", name).set("scope", "row"),
        cell(matrix.path(left).asInt(), leftIsRight),
        cell(matrix.path(right).asInt(), !leftIsRight));
  }

  private static Tag cell(int count, boolean right) {
    return tag("td", String.valueOf(count)).style(right ? "right" : "wrong");
  }

  private static Tag head(String name) {
    return tag("th", name).set("scope", "col");
  }

  /** Figures of the labelled pairs stand one level deeper than those of the calls. */
  private static JsonNode field(JsonNode proof, String name) {
    JsonNode deep = proof.path("calibration").path(name);
    return deep.isMissingNode() ? proof.path(name) : deep;
  }
}
