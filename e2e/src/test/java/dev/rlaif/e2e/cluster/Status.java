package dev.rlaif.e2e.cluster;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.MissingNode;

/** Parts of a run's status. */
final class Status {
  private Status() {}

  static JsonNode ready(JsonNode status) {
    return condition(status, "Ready");
  }

  static JsonNode condition(JsonNode status, String type) {
    return named(status.path("conditions"), "type", type);
  }

  static JsonNode stage(JsonNode status, String name) {
    return named(status.path("stages"), "name", name);
  }

  static int step(JsonNode status) {
    return status.at("/training/step").asInt();
  }

  private static JsonNode named(JsonNode list, String key, String name) {
    for (JsonNode item : list) {
      if (item.path(key).asText().equals(name)) {
        return item;
      }
    }
    return MissingNode.getInstance();
  }
}
