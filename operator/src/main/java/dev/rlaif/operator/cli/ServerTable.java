package dev.rlaif.operator.cli;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * A table as the API server makes it of a list of objects, so that it says what kubectl says.
 *
 * <p>Source: Kubernetes API, {@code meta.k8s.io/v1}, Table.
 *
 * @param table columnDefinitions and rows
 */
record ServerTable(JsonNode table) {
  /** What a server is asked for to get one. */
  static final String ACCEPT = "application/json;as=Table;v=v1;g=meta.k8s.io,application/json";

  /** Which columns are shown. */
  enum Width {
    NORMAL,
    WIDE
  }

  /** Whether the namespace of each object is told. */
  enum Namespaces {
    ONE,
    ALL
  }

  boolean isEmpty() {
    return table.path("rows").isEmpty();
  }

  String text(Width width, Namespaces namespaces) {
    List<Integer> shown = shown(width);
    List<List<String>> rows = new ArrayList<>();
    List<String> heading = new ArrayList<>();
    if (namespaces == Namespaces.ALL) {
      heading.add("NAMESPACE");
    }
    for (int column : shown) {
      heading.add(
          table
              .path("columnDefinitions")
              .get(column)
              .path("name")
              .asText()
              .toUpperCase(Locale.ROOT));
    }
    rows.add(heading);
    for (JsonNode row : table.path("rows")) {
      List<String> cells = new ArrayList<>();
      if (namespaces == Namespaces.ALL) {
        cells.add(row.path("object").path("metadata").path("namespace").asText());
      }
      shown.forEach(column -> cells.add(cell(row.path("cells").path(column))));
      rows.add(cells);
    }
    return Columns.of(rows);
  }

  private List<Integer> shown(Width width) {
    List<Integer> shown = new ArrayList<>();
    JsonNode columns = table.path("columnDefinitions");
    for (int column = 0; column < columns.size(); column++) {
      if (width == Width.WIDE || columns.get(column).path("priority").asInt() == 0) {
        shown.add(column);
      }
    }
    return shown;
  }

  /** The first line of a value; nothing where the object has none. */
  private static String cell(JsonNode value) {
    String text = value.isNull() ? "" : value.asText();
    int end = text.indexOf('\n');
    return end < 0 ? text : text.substring(0, end) + "...";
  }
}
