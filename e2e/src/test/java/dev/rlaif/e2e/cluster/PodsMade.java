package dev.rlaif.e2e.cluster;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Map;
import java.util.TreeMap;

/** How many pods each Job of a namespace got, as the cluster's own events tell it. */
final class PodsMade {
  private PodsMade() {}

  /** Pods by the name of the Job; also of Jobs that are gone. */
  static Map<String, Integer> in(Kubectl kubectl) {
    Map<String, Integer> pods = new TreeMap<>();
    for (JsonNode event :
        kubectl
            .json("get", "events", "--field-selector", "reason=SuccessfulCreate")
            .path("items")) {
      if (event.at("/involvedObject/kind").asText().equals("Job")) {
        pods.merge(
            event.at("/involvedObject/name").asText(), event.path("count").asInt(1), Integer::sum);
      }
    }
    return pods;
  }
}
