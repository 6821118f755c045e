package dev.rlaif.e2e.cluster;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/** The seconds in which no container of a namespace worked: what the cluster and we cost. */
record StageGaps(Kubectl kubectl) {

  private record Worked(String pod, Instant from, Instant to) {}

  /** Adds each to the table, to the second, as the kubelet tells them. */
  void write() {
    List<Worked> pods = new ArrayList<>();
    for (JsonNode pod : kubectl.json("get", "pods").path("items")) {
      JsonNode state = pod.at("/status/containerStatuses/0/state");
      JsonNode ended = state.path("terminated");
      if (ended.isObject()) {
        pods.add(worked(pod, ended.path("startedAt"), ended.path("finishedAt")));
      } else {
        JsonNode began = state.at("/running/startedAt");
        pods.add(worked(pod, began, began));
      }
    }
    pods.sort(Comparator.comparing(Worked::from));
    for (int i = 1; i < pods.size(); i++) {
      Timeline.write(
          "  between pods, before " + pods.get(i).pod(),
          Duration.between(pods.get(i - 1).to(), pods.get(i).from()));
    }
  }

  private static Worked worked(JsonNode pod, JsonNode from, JsonNode to) {
    return new Worked(
        pod.at("/metadata/labels").path("rlaif.dev/stage").asText(),
        Instant.parse(from.asText()),
        Instant.parse(to.asText()));
  }
}
