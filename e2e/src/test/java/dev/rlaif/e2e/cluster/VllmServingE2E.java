package dev.rlaif.e2e.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.rlaif.e2e.Checkout;
import dev.rlaif.e2e.Client;
import dev.rlaif.e2e.Neighbour;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** The real vLLM in the pods that the operator makes: as judge, and serving what was tuned. */
class VllmServingE2E {
  @RegisterExtension static final TestNamespace NAMESPACE = new TestNamespace("vllm");

  private static final Kubectl KUBECTL = NAMESPACE.kubectl();
  private static final Path DOCUMENTS =
      Checkout.ROOT.resolve("e2e/src/test/resources/cluster/vllm.yaml");

  /** As the evaluation asks. */
  private static final int MAX_TOKENS = 32;

  @BeforeAll
  static void vllm() throws IOException, InterruptedException {
    new Neighbour("vllm-cluster").require("pods cannot be given vLLM", "e2e/vllm", "volume");
  }

  /** A volume that was claimed once is claimed by nobody else. */
  @AfterAll
  static void removeVolume() {
    KUBECTL.run("delete", "persistentvolume", "vllm", "--ignore-not-found", "--wait=false");
  }

  @Test
  void judgesAndServesAsOurEngineAnswers() throws IOException {
    KUBECTL.apply(Files.readString(DOCUMENTS));
    Timeline timeline = new Timeline("vLLM");
    try (RunWatch watch = NAMESPACE.watch("tuned")) {
      watch.awaitPhase("Preparing");
      timeline.reached("started as judge, judge proved");
      assertThat(KUBECTL.json("get", "rj", "smollm2").at("/status/validation/missing").asInt())
          .isZero();
      watch.awaitPhase("Deploying");
      timeline.reached("model tuned on its scores");
      watch.awaitPhase("Succeeded");
      timeline.reached("serves the adapter");
      answersAsOurEngine();
    }
  }

  private static void answersAsOurEngine() {
    List<JsonNode> samples =
        KUBECTL
            .run(
                "exec",
                "deployment/tuned-serve",
                "--",
                "cat",
                "/workspace/evaluation/samples.jsonl")
            .lines()
            .map(Kubectl::tree)
            .toList();
    assertThat(samples).hasSize(10);
    try (PortForward port = new PortForward(KUBECTL, "tuned-serve", 8000)) {
      Client client = port.client();
      for (JsonNode sample : samples) {
        String question = sample.path("question").asText();
        assertThat(answer(client, "tuned", question)).isEqualTo(sample.at("/tuned/text").asText());
        assertThat(answer(client, "tuned-base", question))
            .isEqualTo(sample.at("/base/text").asText());
      }
    }
    assertThat(samples)
        .filteredOn(sample -> !sample.at("/tuned/text").equals(sample.at("/base/text")))
        .hasSizeGreaterThan(5);
  }

  private static String answer(Client client, String model, String question) {
    return client.chat(model, question, MAX_TOKENS).at("/choices/0/message/content").asText();
  }
}
