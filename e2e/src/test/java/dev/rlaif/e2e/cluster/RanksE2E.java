package dev.rlaif.e2e.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import java.util.Objects;
import java.util.stream.IntStream;
import java.util.stream.StreamSupport;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.extension.RegisterExtension;

/**
 * Training on two nodes, the pods of one Indexed Job, of which first one is lost, then the other.
 */
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class RanksE2E {
  private static final int STEPS = 60;
  private static final int NODES = 2;
  private static final String RUN = "ranks";
  private static final String JOB = RUN + "-train";
  private static final String OF_JOB = "batch.kubernetes.io/job-name=" + JOB;
  private static final String INDEX = "batch.kubernetes.io/job-completion-index";

  @RegisterExtension static final TestNamespace NAMESPACE = new TestNamespace("ranks");

  private static final Kubectl KUBECTL = NAMESPACE.kubectl();
  private static @Nullable RunWatch watched;

  @BeforeAll
  static void apply() {
    KUBECTL.apply(
        Documents.judge(),
        Documents.run(
            RUN,
            "{training: {nodes: %d, steps: %d, checkpoint: {everySteps: 1000}}}"
                .formatted(NODES, STEPS)));
    watched = NAMESPACE.watch(RUN);
  }

  @AfterAll
  static void close() {
    watch().close();
  }

  private static RunWatch watch() {
    return Objects.requireNonNull(watched);
  }

  @Test
  @Order(1)
  void podsOfAnIndexedJobTrainAtTheSameTimeAndShareTheWork() {
    watch().awaitStep(3);

    JsonNode job = KUBECTL.json("get", "job", JOB).path("spec");
    assertThat(job.path("completionMode").asText()).isEqualTo("Indexed");
    assertThat(job.path("parallelism").asInt()).isEqualTo(NODES);
    assertThat(running())
        .hasSize(NODES)
        .extracting(RanksE2E::index)
        .containsExactlyInAnyOrder(0, 1);
    NAMESPACE.awaitLog(pod(0), "2 ranks train together, 1 of them here");
    NAMESPACE.awaitLog(pod(1), "rank 1 of 2");
  }

  @Test
  @Order(2)
  void bothGoOnWhenThePodThatFollowsIsLost() {
    goOnWithout(1, 2);
  }

  @Test
  @Order(3)
  void bothGoOnWhenThePodThatLeadsIsLost() {
    goOnWithout(0, 3);
  }

  @Test
  @Order(4)
  void eachStepWasDoneOnceAndTheModelIsServed() {
    JsonNode status = watch().awaitPhase("Succeeded");

    assertThat(Status.attempts(status, "train")).isEqualTo(3);
    assertThat(Status.stage(status, "train").path("failures").asInt()).isZero();
    assertThat(watch().course("/training/step").stream().map(Integer::valueOf)).isSorted();
    assertThat(TrainedSteps.of(KUBECTL, RUN))
        .containsExactlyElementsOf(IntStream.rangeClosed(1, STEPS).boxed().toList());
    assertThat(status.at("/evaluation/passed").asBoolean()).isTrue();
  }

  /** The pods are other ones afterwards, both of them, and nothing that was done is lost. */
  private static void goOnWithout(int lost, int attempt) {
    int seen = Status.step(watch().awaitStep(Status.step(watch().awaitStep(1)) + 3));
    List<String> before = running().stream().map(RanksE2E::uid).toList();
    KUBECTL.run("delete", pod(lost), "--wait=false");
    watch()
        .await(
            "in attempt " + attempt,
            status -> Status.attempts(status, "train") == attempt && Status.isTraining(status));

    assertThat(watch().reasons()).contains("Interrupted");
    assertThat(resumedAfter()).isGreaterThanOrEqualTo(seen).isLessThan(STEPS);
    assertThat(running())
        .hasSize(NODES)
        .extracting(RanksE2E::uid)
        .doesNotContainAnyElementsOf(before);
  }

  /** As the pod that leads now says it. */
  private static int resumedAfter() {
    List<String> lines = NAMESPACE.awaitLog(pod(0), "resumes after step");
    return Integer.parseInt(lines.get(0).replaceAll(".*resumes after step (\\d+) of.*", "$1"));
  }

  private static List<JsonNode> running() {
    String phase = "--field-selector=status.phase=Running";
    JsonNode pods = KUBECTL.json("get", "pods", "-l", OF_JOB, phase).path("items");
    return StreamSupport.stream(pods.spliterator(), false)
        .filter(pod -> !pod.path("metadata").has("deletionTimestamp"))
        .toList();
  }

  /** Of this rank, as kubectl takes it. */
  private static String pod(int rank) {
    return running().stream()
        .filter(pod -> index(pod) == rank)
        .map(pod -> "pod/" + pod.at("/metadata/name").asText())
        .findFirst()
        .orElseThrow(() -> new AssertionError("no pod runs of rank " + rank));
  }

  private static int index(JsonNode pod) {
    return pod.at("/metadata/labels").path(INDEX).asInt(-1);
  }

  private static String uid(JsonNode pod) {
    return pod.at("/metadata/uid").asText();
  }
}
