package dev.rlaif.e2e.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import dev.rlaif.e2e.Checkout;
import dev.rlaif.e2e.Neighbour;
import java.io.IOException;
import java.nio.file.Files;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** The real Kueue admits the stages of runs by quota, and takes the quota back for urgent ones. */
class KueueE2E {
  private static final int STEPS = 500;
  private static final String QUEUED = "QueuedByKueue";
  private static final String METRICS = "/workspace/train/metrics.jsonl";

  @RegisterExtension static final TestNamespace NAMESPACE = new TestNamespace("kueue");

  private static final Kubectl KUBECTL = NAMESPACE.kubectl();

  @BeforeAll
  static void queue() throws IOException, InterruptedException {
    new Neighbour("kueue").require("Kueue cannot be installed", "e2e/kueue/install");
    KUBECTL.apply(
        Files.readString(Checkout.ROOT.resolve("e2e/src/test/resources/cluster/kueue.yaml")));
    KUBECTL.apply(Documents.judge());
  }

  /** In this order: a queue stays while it has work, and without its controller for ever. */
  @AfterAll
  static void uninstall() {
    KUBECTL.run("delete", "rlaifruns", "--all", "--cascade=foreground", "--timeout=120s");
    KUBECTL.run("delete", "workloads", "--all", "--timeout=60s");
    KUBECTL.run("delete", "localqueues,clusterqueues", "--all", "--timeout=60s");
    KUBECTL.run("delete", "resourceflavors,workloadpriorityclasses", "--all", "--timeout=60s");
    Kubectl.program("", List.of("helm", "uninstall", "kueue", "--namespace", "kueue-system"))
        .orThrow();
  }

  @Test
  void runIsAdmittedPreemptedAndResumedAndOneOverTheQuotaWaits() {
    apply("patient", "{}", 8, STEPS, true);
    apply("too-large", "{}", 9, 2, false);
    try (RunWatch patient = NAMESPACE.watch("patient");
        RunWatch tooLarge = NAMESPACE.watch("too-large")) {
      patient.awaitStep(5);
      assertThat(said("patient-train", "Admitted").path("status").asText()).isEqualTo("True");

      apply("urgent", "{kueue.x-k8s.io/priority-class: urgent}", 8, 2, false);
      try (RunWatch urgent = NAMESPACE.watch("urgent")) {
        patient.awaitReason(QUEUED);
        assertThat(said("patient-train", "Evicted").path("reason").asText()).isEqualTo("Preempted");
        urgent.awaitPhase("Succeeded");
      }
      JsonNode status = patient.awaitPhase("Succeeded");

      assertThat(Status.stage(status, "train").path("failures").asInt()).isZero();
      eachStepWasDoneOnce();
      JsonNode waiting = tooLarge.awaitReason(QUEUED);
      assertThat(waiting.path("phase").asText()).isEqualTo("Training");
    }
  }

  private static void apply(String name, String labels, int gpus, int steps, boolean served) {
    KUBECTL.apply(
        Documents.run(
            name,
            labels.replace("{", "{kueue.x-k8s.io/queue-name: gpus, "),
            """
            rollout: {batchSize: %d}
            training: {gpus: %d, steps: %d, checkpoint: {everySteps: 1000}, limits: {startDeadlineSeconds: 30}}
            serving: {enabled: %b, gpus: 0}
            """
                .formatted(gpus, gpus, steps, served)));
  }

  /** A condition of the Job's workload; missing before Kueue has looked at the Job. */
  private static JsonNode said(String job, String condition) {
    for (JsonNode workload : KUBECTL.json("get", "workloads").path("items")) {
      if (workload.at("/metadata/ownerReferences/0/name").asText().equals(job)) {
        return Status.condition(workload.path("status"), condition);
      }
    }
    return MissingNode.getInstance();
  }

  private static void eachStepWasDoneOnce() {
    String metrics = KUBECTL.run("exec", "deployment/patient-serve", "--", "cat", METRICS);
    assertThat(metrics.lines().map(line -> Kubectl.tree(line).path("step").asInt()))
        .containsExactlyElementsOf(IntStream.rangeClosed(1, STEPS).boxed().toList());
  }
}
