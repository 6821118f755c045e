package dev.rlaif.e2e.cluster;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.MissingNode;

/** Parts of the status of a run or a judge. */
final class Status {
  private Status() {}

  static JsonNode ready(JsonNode status) {
    return condition(status, "Ready");
  }

  /** Of condition Ready; empty where there is none yet. */
  static String reason(JsonNode status) {
    return ready(status).path("reason").asText();
  }

  /** Of condition Ready. */
  static String message(JsonNode status) {
    return ready(status).path("message").asText();
  }

  static JsonNode condition(JsonNode status, String type) {
    return named(status.path("conditions"), "type", type);
  }

  static JsonNode stage(JsonNode status, String name) {
    return named(status.path("stages"), "name", name);
  }

  static int attempts(JsonNode status, String stage) {
    return stage(status, stage).path("attempts").asInt();
  }

  static int step(JsonNode status) {
    return status.at("/training/step").asInt();
  }

  static boolean isTraining(JsonNode status) {
    return stage(status, "train").path("state").asText().equals("Running");
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
