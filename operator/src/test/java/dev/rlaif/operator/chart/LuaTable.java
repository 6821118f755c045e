package dev.rlaif.operator.chart;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.stream.Collectors;
import java.util.stream.StreamSupport;

/** JSON as Lua source; what is null is absent, as in the tables that Argo CD makes. */
final class LuaTable {
  private LuaTable() {}

  static String of(JsonNode node) {
    return switch (node.getNodeType()) {
      case OBJECT ->
          node.properties().stream()
              .filter(field -> !field.getValue().isNull())
              .map(field -> "[" + quoted(field.getKey()) + "] = " + of(field.getValue()))
              .collect(Collectors.joining(", ", "{", "}"));
      case ARRAY ->
          StreamSupport.stream(node.spliterator(), false)
              .map(LuaTable::of)
              .collect(Collectors.joining(", ", "{", "}"));
      case STRING -> quoted(node.asText());
      case NUMBER, BOOLEAN -> node.asText();
      default -> throw new IllegalArgumentException("Lua has no " + node.getNodeType());
    };
  }

  private static String quoted(String text) {
    return '"' + text.replace("\\", "\\\\").replace("\"", "\\\"").replace("\n", "\\n") + '"';
  }
}
