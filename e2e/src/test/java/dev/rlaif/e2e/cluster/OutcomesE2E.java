package dev.rlaif.e2e.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.extension.RegisterExtension;

/** A run that passes, and one after it that does not, under one address for the clients. */
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class OutcomesE2E {
  private static final String CHAT = "chat";

  @RegisterExtension static final TestNamespace NAMESPACE = new TestNamespace("outcomes");

  private static final Kubectl KUBECTL = NAMESPACE.kubectl();

  @BeforeAll
  static void judge() {
    KUBECTL.apply(Documents.judge());
  }

  @Test
  @Order(1)
  void eightGpusAreAskedForByTrainingOnlyAndTheModelIsServed() {
    KUBECTL.apply(Documents.run("eight", "{training: {gpus: 8}, serving: {service: chat}}"));
    try (RunWatch watch = NAMESPACE.watch("eight")) {
      watch.awaitReason("Training");
      assertThat(gpus("eight-train")).isEqualTo("8");
      JsonNode status = watch.awaitPhase("Succeeded");

      assertThat(gpus("eight-prompts")).isEmpty();
      assertThat(gpus("eight-evaluate")).isEmpty();
      assertThat(status.at("/serving/url").asText()).contains("//" + CHAT + ".");
      assertThat(answering()).isEqualTo("eight");
    }
  }

  @Test
  @Order(2)
  void runThatMissesItsGatesIsRejectedAndWhatServedBeforeStillServes() {
    KUBECTL.apply(
        Documents.run(
            "worse", "{evaluation: {gates: {maxViolationRate: 0}}, serving: {service: chat}}"));
    try (RunWatch watch = NAMESPACE.watch("worse")) {
      JsonNode status = watch.awaitPhase("Rejected");
      Knowable.byEnd(KUBECTL, "worse-evaluate").saidBy(watch, "BelowThreshold");

      assertThat(Status.condition(status, "Failed").isMissingNode()).isTrue();
      assertThat(status.at("/evaluation/failedGates").toString()).contains("maxViolationRate");
      assertThat(KUBECTL.json("get", "deployments", "-l", "rlaif.dev/run=worse").path("items"))
          .isEmpty();
      assertThat(answering()).isEqualTo("eight");
    }
  }

  /** The run whose model answers under the clients' address. */
  private static String answering() {
    try (PortForward port = new PortForward(KUBECTL, CHAT, 8000)) {
      JsonNode answer = port.client().chat("eight", "What can I cook with rice tonight?");
      assertThat(answer.at("/choices/0/message/content").asText()).hasSizeGreaterThan(20);
      return answer.path("model").asText();
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
