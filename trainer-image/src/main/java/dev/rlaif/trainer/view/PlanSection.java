package dev.rlaif.trainer.view;

import static dev.rlaif.trainer.view.Tag.tag;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;

/** Everything the run was told, flat: one row a value, names joined by points. */
final class PlanSection {
  private static final int LONGEST = 400;

  private PlanSection() {}

  static Tag of(JsonNode plan) {
    List<Tag> rows = new ArrayList<>();
    addRows("", plan, rows);
    return tag("section")
        .set("aria-labelledby", "plan")
        .add(
            tag("h2", "Plan").set("id", "plan"),
            tag(
                "details",
                tag("summary", rows.size() + " settings"),
                tag("div")
                    .style("scroll")
                    .add(
                        tag("table")
                            .style("plan")
                            .add(
                                tag("caption", "Settings of the run").style("unseen"),
                                tag("tbody").add(rows)))));
  }

  private static void addRows(String name, JsonNode node, List<Tag> rows) {
    if (node.isObject()) {
      node.properties()
          .forEach(
              field ->
                  addRows(
                      name.isEmpty() ? field.getKey() : name + "." + field.getKey(),
                      field.getValue(),
                      rows));
    } else if (!node.isNull()) {
      String value = node.isTextual() ? node.asText() : node.toString();
      String shown = value.length() > LONGEST ? value.substring(0, LONGEST) + " …" : value;
      rows.add(tag("tr", tag("th", name).set("scope", "row"), tag("td", shown)));
    }
  }
}
