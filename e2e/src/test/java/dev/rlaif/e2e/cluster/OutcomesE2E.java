package dev.rlaif.e2e.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Ends and obstacles that only a kubelet and a scheduler can make. */
class OutcomesE2E {
  @RegisterExtension static final TestNamespace NAMESPACE = new TestNamespace("outcomes");

  private static final Kubectl KUBECTL = NAMESPACE.kubectl();

  @BeforeAll
  static void judge() {
    KUBECTL.apply(Documents.judge());
  }

  @Test
  void runThatMissesItsGatesIsRejectedAndNotServed() {
    KUBECTL.apply(Documents.run("worse", "{evaluation: {gates: {maxViolationRate: 0}}}"));
    try (RunWatch watch = NAMESPACE.watch("worse")) {
      JsonNode status = watch.awaitPhase("Rejected");

      assertThat(Status.ready(status).path("reason").asText()).isEqualTo("BelowThreshold");
      assertThat(Status.condition(status, "Failed").isMissingNode()).isTrue();
      assertThat(status.at("/evaluation/failedGates").toString()).contains("maxViolationRate");
      assertThat(KUBECTL.json("get", "deployments", "-l", "rlaif.dev/run=worse").path("items"))
          .isEmpty();
    }
  }

  @Test
  void eightGpusAreAskedForByTrainingOnly() {
    KUBECTL.apply(Documents.run("eight", "{training: {gpus: 8}, serving: {enabled: false}}"));
    try (RunWatch watch = NAMESPACE.watch("eight")) {
      watch.awaitPhase("Training");
      watch.awaitReason("Training");
      assertThat(gpus("eight-train")).isEqualTo("8");
      watch.awaitPhase("Succeeded");
      assertThat(gpus("eight-prompts")).isEmpty();
      assertThat(gpus("eight-evaluate")).isEmpty();
    }
  }

  @Test
  void moreGpusThanANodeHasIsSaidWhileItWaits() {
    KUBECTL.apply(
        Documents.run(
            "nine",
            "{rollout: {batchSize: 9}, training: {gpus: 9, limits: {startDeadlineSeconds: 30}}}"));
    try (RunWatch watch = NAMESPACE.watch("nine")) {
      JsonNode waiting = watch.awaitReason("Unschedulable");
      assertThat(Status.ready(waiting).path("message").asText())
          .contains("Insufficient nvidia.com/gpu");
      JsonNode status = watch.awaitPhase("Failed");

      assertThat(Status.ready(status).path("reason").asText()).isEqualTo("StartDeadlineExceeded");
      assertThat(Status.ready(status).path("message").asText()).contains("Unschedulable");
    }
  }

  @Test
  void absentImageIsSaidAndEndsAtTheStartDeadline() {
    KUBECTL.apply(
        Documents.run(
            "no-image",
            "{image: 'localhost/no-such:1', prompts: {limits: {startDeadlineSeconds: 30}}}"));
    try (RunWatch watch = NAMESPACE.watch("no-image")) {
      JsonNode waiting = watch.awaitReason("ImagePullFailed");
      assertThat(Status.ready(waiting).path("message").asText()).contains("localhost/no-such:1");
      JsonNode status = watch.awaitPhase("Failed");

      assertThat(Status.ready(status).path("reason").asText()).isEqualTo("StartDeadlineExceeded");
      assertThat(Status.ready(status).path("message").asText()).contains("ImagePullFailed");
      KUBECTL.run("wait", "--for=delete", "job/no-image-prompts", "--timeout=60s");
    }
  }

  @Test
  void stageKilledForMemoryNamesItsLimit() {
    KUBECTL.apply(
        Documents.run(
            "little-memory", "{training: {resources: {memory: 96Mi}, limits: {backoffLimit: 1}}}"));
    try (RunWatch watch = NAMESPACE.watch("little-memory")) {
      JsonNode status = watch.awaitPhase("Failed");

      assertThat(Status.ready(status).path("reason").asText()).isEqualTo("OutOfMemory");
      assertThat(Status.stage(status, "train").path("attempts").asInt()).isEqualTo(2);
      assertThat(Status.ready(status).path("message").asText()).contains("96Mi");
    }
  }

  /** Empty where none are asked for. */
  private static String gpus(String job) {
    return KUBECTL
        .json("get", "job", job)
        .at("/spec/template/spec/containers/0/resources/limits")
        .path("nvidia.com/gpu")
        .asText();
  }
}
