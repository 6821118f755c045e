package dev.rlaif.e2e.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.parallel.Isolated;

/** A node that is drained and taken back while a run trains on it. */
@Isolated("it is everybody's node")
@Tag("own-cluster")
class NodeE2E {
  private static final int STEPS = 60;
  private static final String RUN = "drained";
  private static final String PODS = "batch.kubernetes.io/job-name=" + RUN + "-train";

  @RegisterExtension static final TestNamespace NAMESPACE = new TestNamespace("node");

  private static final Kubectl KUBECTL = NAMESPACE.kubectl();

  @Test
  void evictedTrainingGoesOnFromItsCheckpoint() {
    KUBECTL.apply(
        Documents.judge(),
        Documents.run(
            RUN, "{training: {steps: %d, checkpoint: {everySteps: 1000}}}".formatted(STEPS)));
    try (RunWatch watch = NAMESPACE.watch(RUN)) {
      int seen = Status.step(watch.awaitStep(5));
      String node = KUBECTL.json("get", "pods", "-l", PODS).at("/items/0/spec/nodeName").asText();
      drain(node);
      JsonNode waiting = watch.awaitReason("Unschedulable");
      assertThat(Status.message(waiting)).contains("unschedulable");
      assertThat(watch.reasons()).containsAnyOf("Interrupted", "Preempted");
      KUBECTL.run("uncordon", node);

      JsonNode status = watch.awaitPhase("Succeeded");
      assertThat(Status.attempts(status, "train")).isEqualTo(2);
      assertThat(Status.stage(status, "train").path("failures").asInt()).isZero();
      assertThat(resumedAfter()).isGreaterThanOrEqualTo(seen);
      assertThat(watch.course("/training/step").stream().map(Integer::valueOf)).isSorted();
      assertThat(TrainedSteps.of(KUBECTL, RUN))
          .containsExactlyElementsOf(IntStream.rangeClosed(1, STEPS).boxed().toList());
    }
    Operator.awaitRollout();
  }

  /**
   * As far as it goes: where there is no other node, the operator's disruption budget keeps one of
   * its pods, and so the command does not end well.
   */
  private static void drain(String node) {
    KUBECTL.execute(
        "", "drain", node, "--ignore-daemonsets", "--delete-emptydir-data", "--timeout=20s");
    assertThat(KUBECTL.json("get", "pods", "-l", PODS).path("items"))
        .noneSatisfy(pod -> assertThat(pod.at("/status/phase").asText()).isEqualTo("Running"));
  }

  /** As the pod said that went on. */
  private static int resumedAfter() {
    List<String> lines = NAMESPACE.awaitLog("job/" + RUN + "-train", "resumes after step");
    return Integer.parseInt(lines.get(0).replaceAll(".*resumes after step (\\d+) of.*", "$1"));
  }
}
