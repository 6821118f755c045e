package dev.rlaif.e2e.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;

/**
 * The moment from which on the cluster knew what is wrong, and that a user was told in time.
 *
 * @param since to the second, as the cluster tells it
 */
record Knowable(Instant since) {
  private static final Duration PROMPT = Duration.ofSeconds(30);

  /** The first event of a reason on objects whose names begin so. */
  static Knowable byEvent(Kubectl kubectl, String reason, String prefix) {
    return earliest(
        items(kubectl, "events")
            .filter(event -> event.path("reason").asText().equals(reason))
            .filter(event -> event.at("/involvedObject/name").asText().startsWith(prefix))
            .map(event -> first(event, "/firstTimestamp", "/eventTime")));
  }

  /** The end of the last container whose pod's name begins so. */
  static Knowable byEnd(Kubectl kubectl, String prefix) {
    return new Knowable(
        items(kubectl, "pods")
            .filter(pod -> pod.at("/metadata/name").asText().startsWith(prefix))
            .map(pod -> first(pod, "/status/containerStatuses/0/state/terminated/finishedAt"))
            .max(Comparator.naturalOrder())
            .orElseThrow(() -> new AssertionError("no pod of " + prefix + " has ended")));
  }

  /**
   * A run's reason comes in time, in the column of {@code kubectl get}; {@code kubectl describe}
   * names it from then on, also where it is only what led to the end.
   */
  void saidBy(RunWatch watch, String reason) {
    RunWatch.Told told = watch.awaitOnce(reason, status -> Status.reason(status).equals(reason));
    Timeline.write("  " + watch.run() + ": until it says " + reason, within(told.at()));
    Kubectl kubectl = watch.kubectl();
    assertThat(kubectl.run("describe", "rlaifrun", watch.run())).contains(reason);
    String now = Status.reason(kubectl.json("get", "rlaifrun", watch.run()).path("status"));
    assertThat(kubectl.run("get", "rlaifrun", watch.run())).contains(now);
  }

  private Duration within(Instant told) {
    Duration took = Duration.between(since, told);
    assertThat(took).isLessThan(PROMPT);
    return took;
  }

  private static Knowable earliest(Stream<Instant> moments) {
    return new Knowable(
        moments
            .min(Comparator.naturalOrder())
            .orElseThrow(() -> new AssertionError("the cluster has no such event")));
  }

  private static Instant first(JsonNode object, String... pointers) {
    return Stream.of(pointers)
        .map(pointer -> object.at(pointer).asText(""))
        .filter(text -> !text.isEmpty() && !text.equals("null"))
        .map(Instant::parse)
        .findFirst()
        .orElse(Instant.MIN);
  }

  private static Stream<JsonNode> items(Kubectl kubectl, String kind) {
    return StreamSupport.stream(kubectl.json("get", kind).path("items").spliterator(), false);
  }
}
