package dev.rlaif.e2e.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/** What stages cost beside their work: from Job to Job, and from a container's start to work. */
record StageTimes(Kubectl kubectl) {
  private static final Duration BETWEEN = Duration.ofSeconds(3);
  private static final Duration COLD = Duration.ofSeconds(5);

  private record Done(String job, Instant made, Instant completed) {}

  /** Adds both to the table, and holds them to their limits. */
  void check() {
    List<Done> jobs = new ArrayList<>();
    for (JsonNode job : kubectl.json("get", "jobs").path("items")) {
      jobs.add(
          new Done(
              job.at("/metadata/labels").path("rlaif.dev/stage").asText(),
              Instant.parse(job.at("/metadata/creationTimestamp").asText()),
              Instant.parse(job.at("/status/completionTime").asText())));
    }
    jobs.sort(Comparator.comparing(Done::made));
    for (int i = 1; i < jobs.size(); i++) {
      Duration took = Duration.between(jobs.get(i - 1).completed(), jobs.get(i).made());
      Timeline.write("  from Job to Job, before " + jobs.get(i).job(), took);
      assertThat(took).isLessThan(BETWEEN);
    }
    for (JsonNode pod : kubectl.json("get", "pods").path("items")) {
      coldStart(pod);
    }
  }

  /** Until the first line of its log, which a stage writes when it begins its work. */
  private void coldStart(JsonNode pod) {
    JsonNode state = pod.at("/status/containerStatuses/0/state/terminated");
    if (state.isObject()) {
      String name = pod.at("/metadata/name").asText();
      String first =
          kubectl
              .run("logs", name, "--timestamps")
              .lines()
              .filter(line -> line.contains(" == "))
              .findFirst()
              .orElseThrow(() -> new AssertionError(name + " has not said that it begins"));
      Duration took =
          Duration.between(
              Instant.parse(state.path("startedAt").asText()),
              Instant.parse(first.substring(0, first.indexOf(' '))));
      Timeline.write("  cold start of " + name, took);
      assertThat(took).isLessThan(COLD);
    }
  }
}
