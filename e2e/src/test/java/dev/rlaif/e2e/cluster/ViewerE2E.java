package dev.rlaif.e2e.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.rlaif.e2e.Client;
import dev.rlaif.e2e.Neighbour;
import java.io.IOException;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.extension.RegisterExtension;

/**
 * What stands beside a run's workspace: its page, TensorBoard, and the log of the requests that its
 * model answers.
 */
@Tag("own-cluster")
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class ViewerE2E {
  private static final String RUN = "watched";
  private static final String PAGE = RUN + "-view";
  private static final String BOARD = RUN + "-board";
  private static final String FIRST_COMMIT = "00000000000000000000.json";
  private static final int TRIES = 60;

  @RegisterExtension static final TestNamespace NAMESPACE = new TestNamespace("viewer");

  private static final Kubectl KUBECTL = NAMESPACE.kubectl();

  @BeforeAll
  static void runIsServed() throws IOException, InterruptedException {
    new Neighbour("tensorboard-cluster")
        .require("pods cannot be given TensorBoard", "e2e/tensorboard");
    KUBECTL.apply(
        Documents.judge(), Documents.run(RUN, "{tracking: {viewer: true, tensorboard: true}}"));
    try (RunWatch watch = NAMESPACE.watch(RUN)) {
      JsonNode status = watch.awaitPhase("Succeeded");
      assertThat(status.at("/viewer/url").asText()).contains("//" + PAGE + ".");
      assertThat(status.at("/viewer/tensorboardUrl").asText()).contains("//" + BOARD + ".");
    }
  }

  @Test
  @Order(1)
  void pageFindsTheAnswersOfTraining() {
    available(PAGE);
    try (PortForward port = new PortForward(KUBECTL, PAGE, 8090)) {
      Client client = port.client();
      String ofStep2 = "/api/answers?source=training&fromStep=2&toStep=2";
      await("every answer", () -> client.json(ofStep2).path("total").asInt() == 8);
      JsonNode answer = client.json(ofStep2 + "&limit=1").path("answers").path(0);
      assertThat(answer.path("answer").asText()).isNotBlank();
      assertThat(client.json("/api/pairs").path("total").asInt()).isPositive();
    }
  }

  @Test
  @Order(2)
  void tensorBoardHasAScalarForEachStep() {
    available(BOARD);
    try (PortForward port = new PortForward(KUBECTL, BOARD, 6006)) {
      Client client = port.client();
      await(
          "scalars",
          () -> client.json("/data/plugin/scalars/tags").path(".").has("env/reward_mean"));
      assertThat(client.json("/data/plugin/scalars/scalars?run=.&tag=env%2Freward_mean"))
          .hasSize(2);
    }
  }

  @Test
  @Order(3)
  void bothGoWhenNobodyWantsToLookAnyMore() {
    KUBECTL.patch("rlaifrun", RUN, "{\"spec\": {\"tracking\": {\"viewer\": false}}}");
    for (String gone : new String[] {PAGE, BOARD}) {
      KUBECTL.run("wait", "--for=delete", "deployment/" + gone, "service/" + gone, "--timeout=60s");
    }
    await(
        "a status without a page",
        () -> KUBECTL.json("get", "rlaifrun", RUN).at("/status/viewer").isMissingNode());
  }

  /** The pod that logs takes the place of one that does not. */
  @Test
  @Order(4)
  void requestsAreLoggedIntoTheWorkspaceFromNowOn() {
    KUBECTL.patch("rlaifrun", RUN, "{\"spec\": {\"serving\": {\"requestLog\": {\"sample\": 1}}}}");
    await("a server that logs", () -> arguments().contains("--log-requests"));
    KUBECTL.run("rollout", "status", "deployment/" + RUN + "-serve", "--timeout=180s");
    try (PortForward port = new PortForward(KUBECTL, RUN + "-serve", 8000)) {
      JsonNode answer = port.client().chat(RUN, "What can I cook with rice tonight?");
      assertThat(answer.at("/choices/0/message/content").asText()).isNotBlank();
    }
    await("a commit", () -> log("/workspace/requests/_delta_log").contains(FIRST_COMMIT));
  }

  private static String arguments() {
    return KUBECTL
        .json("get", "deployment", RUN + "-serve")
        .at("/spec/template/spec/containers/0/args")
        .toString();
  }

  private static String log(String folder) {
    return KUBECTL.execute("", "exec", "deployment/" + RUN + "-serve", "--", "ls", folder).out();
  }

  private static void available(String deployment) {
    KUBECTL.run("wait", "--for=condition=Available", "deployment/" + deployment, "--timeout=180s");
  }

  private static void await(String what, BooleanSupplier there) {
    try {
      for (int tries = 0; tries < TRIES; tries++) {
        if (there.getAsBoolean()) {
          return;
        }
        TimeUnit.SECONDS.sleep(1);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    throw new AssertionError("waited in vain for " + what);
  }
}
