package dev.rlaif.crd;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** What an older schema allows and a newer one does not. */
final class TighterSchema {
  private static final List<String> LOWER =
      List.of("minimum", "minLength", "minItems", "minProperties");
  private static final List<String> UPPER =
      List.of("maximum", "maxLength", "maxItems", "maxProperties");
  private static final List<String> SAME =
      List.of("type", "format", "x-kubernetes-list-type", "x-kubernetes-list-map-keys");

  private final List<String> breaks = new ArrayList<>();

  private TighterSchema() {}

  /** One sentence for each difference, with the path of the field. */
  static List<String> of(JsonNode before, JsonNode after) {
    TighterSchema schema = new TighterSchema();
    schema.compare("", before, after);
    return schema.breaks;
  }

  private void compare(String path, JsonNode before, JsonNode after) {
    for (String keyword : SAME) {
      if (!before.path(keyword).equals(after.path(keyword))) {
        add(path, keyword + " was " + said(before, keyword) + ", is " + said(after, keyword));
      }
    }
    BreakingChanges.gone(after.path("required"), before.path("required"))
        .forEach(name -> add(path + "." + name, "is newly required"));
    enumeration(path, before, after);
    LOWER.forEach(keyword -> bound(path, keyword, "exclusiveMinimum", 1, before, after));
    UPPER.forEach(keyword -> bound(path, keyword, "exclusiveMaximum", -1, before, after));
    if (after.has("pattern") && !after.get("pattern").equals(before.get("pattern"))) {
      add(path, "pattern was " + said(before, "pattern") + ", is " + said(after, "pattern"));
    }
    for (Map.Entry<String, JsonNode> property : before.path("properties").properties()) {
      inner(
          path + "." + property.getKey(),
          property.getValue(),
          after.path("properties").path(property.getKey()));
    }
    inner(path + "[]", before.path("items"), after.path("items"));
    inner(path + ".*", before.path("additionalProperties"), after.path("additionalProperties"));
  }

  private void inner(String path, JsonNode before, JsonNode after) {
    if (after.isMissingNode() && !before.isMissingNode()) {
      add(path, "is gone");
    } else if (before.isObject()) {
      compare(path, before, after);
    }
  }

  private void enumeration(String path, JsonNode before, JsonNode after) {
    if (before.has("enum") && after.has("enum")) {
      BreakingChanges.gone(before.get("enum"), after.get("enum"))
          .forEach(value -> add(path, "no longer takes " + value));
    } else if (after.has("enum")) {
      add(path, "takes only " + after.get("enum"));
    }
  }

  /**
   * Compares one bound.
   *
   * @param tighter sign of the direction in which the bound gets tighter
   */
  private void bound(
      String path, String keyword, String exclusive, int tighter, JsonNode before, JsonNode after) {
    if (!after.has(keyword)) {
      return;
    }
    boolean number = keyword.endsWith("imum");
    int moved =
        before.has(keyword)
            ? after.get(keyword).decimalValue().compareTo(before.get(keyword).decimalValue())
                * tighter
            : 1;
    boolean opened = number && after.has(exclusive) && !before.has(exclusive);
    if (moved > 0 || (moved == 0 && opened)) {
      add(
          path,
          keyword
              + " was "
              + said(before, keyword)
              + ", is "
              + said(after, keyword)
              + (opened ? ", without it" : ""));
    }
  }

  private static String said(JsonNode schema, String keyword) {
    return schema.has(keyword) ? schema.get(keyword).toString() : "absent";
  }

  private void add(String path, String what) {
    breaks.add((path.isEmpty() ? "the object" : path.substring(1)) + ": " + what);
  }
}
