package dev.rlaif.operator.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.client.server.mock.KubernetesMockServer;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

class StatusCommandTest {
  private static final String FOLDER = "/apis/rlaif.dev/v1alpha1/namespaces/food/";
  private static final String EMPTY =
      "{\"kind\": \"Table\", \"columnDefinitions\": [], \"rows\": []}";
  private static final String RUNS =
      """
      {"kind": "Table", "columnDefinitions": [{"name": "Name", "priority": 0}],
       "rows": [{"cells": ["vegetarian"]}]}
      """;
  private static final String RUN =
      """
      {"metadata": {"name": "vegetarian", "namespace": "food"},
       "spec": {"model": {"uri": "hf://org/base"}},
       "status": {
         "phase": "Training",
         "aFieldOfTheFuture": 1,
         "judge": {"name": "judge", "hash": "sha256:00", "accuracy": "0.9650"},
         "training": {"step": 120, "totalSteps": 285, "progressPercentage": 42,
           "estimatedRemainingSeconds": 8100, "metrics": [{"name": "kl_mean", "value": "4.1"}]},
         "stages": [
           {"name": "train", "state": "Running", "attempts": 2, "reason": "Unschedulable",
            "message": "0/3 nodes have 8 GPUs"}],
         "conditions": [
           {"type": "Ready", "status": "False", "reason": "Unschedulable",
            "lastTransitionTime": "2026-01-01T10:00:00Z", "message": "0/3 nodes have 8 GPUs"}]}}
      """;

  @TempDir private Path folder = Path.of("");
  private final KubernetesMockServer server = new KubernetesMockServer(false);
  private final StringWriter out = new StringWriter();
  private final StringWriter err = new StringWriter();

  @BeforeEach
  void useTheServer() throws IOException {
    server.start();
    Path kubeconfig = folder.resolve("config");
    Files.writeString(
        kubeconfig,
        """
        apiVersion: v1
        kind: Config
        current-context: here
        contexts: [{name: here, context: {cluster: here, namespace: food, user: me}}]
        clusters: [{name: here, cluster: {server: "%s"}}]
        users: [{name: me, user: {}}]
        """
            .formatted(server.url("/")));
    System.setProperty("kubeconfig", kubeconfig.toString());
  }

  @AfterEach
  void leaveTheServer() {
    System.clearProperty("kubeconfig");
    server.shutdown();
  }

  @Test
  void showsTheServersOwnTables() throws InterruptedException {
    server.expect().withPath(FOLDER + "rlaifruns").andReturn(200, RUNS).once();
    server.expect().withPath(FOLDER + "rewardjudges").andReturn(200, EMPTY).once();
    assertThat(run("status", "-n", "food")).isZero();
    assertThat(out).hasToString("NAME\nvegetarian\n");
    assertThat(server.takeRequest().getHeader("Accept"))
        .startsWith("application/json;as=Table;v=v1;g=meta.k8s.io");
  }

  @Test
  void showsARunWholeWithWhatToDo() {
    server.expect().withPath(FOLDER + "rlaifruns/vegetarian").andReturn(200, RUN).once();
    assertThat(run("status", "vegetarian", "-n", "food")).isZero();
    assertThat(out.toString())
        .contains("RlaifRun food/vegetarian: Training")
        .contains("model       hf://org/base")
        .contains("judge       judge, accuracy 0.9650")
        .contains("training    step 120 of 285, 42 %, about 2h15m to go")
        .contains("figures     kl_mean 4.1")
        .containsPattern("train +Running +2 +Unschedulable +0/3 nodes have 8 GPUs")
        .contains("now: no node can take the pod: see the message (Unschedulable)");
  }

  @Test
  void saysThatThereIsNothing() {
    server.expect().withPath(FOLDER + "rlaifruns").andReturn(200, EMPTY).once();
    server.expect().withPath(FOLDER + "rewardjudges").andReturn(200, EMPTY).once();
    assertThat(run("status", "-n", "food")).isZero();
    assertThat(out).hasToString("No runs and no judges in namespace food.\n");
  }

  @Test
  void saysThatANameIsUnknown() {
    assertThat(run("status", "vegan", "-n", "food")).isEqualTo(42);
    assertThat(err.toString()).contains("there is no RlaifRun and no RewardJudge vegan");
  }

  @Test
  void saysThatTheClusterHasNoCrds() {
    assertThat(run("status", "-A")).isEqualTo(1);
    assertThat(err.toString()).contains("does not know rlaifruns: install the CRDs");
  }

  private int run(String... arguments) {
    CommandLine commandLine = Main.commandLine(Map.of("NO_COLOR", "1"));
    return commandLine
        .setOut(new PrintWriter(out, true))
        .setErr(new PrintWriter(err, true))
        .execute(arguments);
  }
}
