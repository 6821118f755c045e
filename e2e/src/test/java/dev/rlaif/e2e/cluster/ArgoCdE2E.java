package dev.rlaif.e2e.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.rlaif.e2e.Checkout;
import dev.rlaif.e2e.Neighbour;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/** The real Argo CD keeps runs as a Git repository says, and says how they are. */
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class ArgoCdE2E {
  private static final String TEAM = "rlaif-e2e-argocd";
  private static final String APPLICATION = "team-runs";
  private static final String RUN = "vegetarian-small";
  private static final int PATIENCE_SECONDS = 600;

  /** The run of the repository, so small that it takes a minute. */
  private static final String TINY =
      """
      - {op: replace, path: /spec/rollout, value: {batchSize: 8, maxNewTokens: 16}}
      - {op: replace, path: /spec/training, value: {gpus: 0, steps: 2, seed: 1, resources: {cpu: 100m, memory: 1Gi}}}
      - {op: replace, path: /spec/evaluation, value: {gpus: 0, samples: 0, maxNewTokens: 16, gates: {maxViolationRate: %s}}}
      - {op: add, path: /spec/serving/resources, value: {cpu: 100m, memory: 1Gi}}
      - {op: add, path: /spec/serving/replicas, value: %d}
      """;

  @RegisterExtension static final TestNamespace NAMESPACE = new TestNamespace("argocd");

  private static final Kubectl KUBECTL = NAMESPACE.kubectl();
  private static final Kubectl ARGO = new Kubectl("argocd");
  private static @Nullable TeamRepository repository;

  @BeforeAll
  static void argoCd(@TempDir Path folder) throws IOException, InterruptedException {
    new Neighbour("argocd").require("Argo CD cannot be installed", "e2e/argocd/install");
    ARGO.run(
        "patch", "configmap", "argocd-cm", "--patch-file", "charts/rlaif/gitops/argocd-cm.yaml");
    repository = TeamRepository.in(folder);
    repository().push(TEAM, tiny(1, 1));
    ARGO.apply(application());
  }

  /** What it applied goes with it, and Argo CD after that. */
  @AfterAll
  static void uninstall() {
    if (repository == null) {
      return; // it was not installed
    }
    ARGO.run("delete", "application", APPLICATION, "--ignore-not-found");
    KUBECTL.run("delete", "namespace", "argocd", "--wait=false");
  }

  @Test
  @Order(1)
  void repositoryIsSyncedToAServedRunInOneSync() {
    JsonNode status = awaitSynced("Healthy");

    assertThat(health(status, "RewardJudge", "vegetarian-words")).isEqualTo("Healthy");
    assertThat(health(status, "RlaifRun", RUN)).isEqualTo("Healthy");
    assertThat(phase(RUN)).isEqualTo("Succeeded");
    assertThat(status.path("history")).hasSize(1);
    assertThat(status.at("/operationState/retryCount").asInt()).isZero();
  }

  /** Neither defaults nor the status nor what the operator made is a difference that is healed. */
  @Test
  @Order(2)
  void nothingDriftsAndNothingIsFoughtOver() {
    String before = KUBECTL.json("get", "rlaifrun", RUN).at("/metadata/resourceVersion").asText();
    for (int looks = 0; looks < 3; looks++) {
      JsonNode status = refreshed("hard");
      assertThat(status.at("/sync/status").asText()).isEqualTo("Synced");
      assertThat(status.path("history")).hasSize(1);
    }
    JsonNode run = KUBECTL.json("get", "rlaifrun", RUN);
    assertThat(run.at("/metadata/generation").asInt()).isEqualTo(1);
    assertThat(run.at("/metadata/resourceVersion").asText()).isEqualTo(before);
  }

  @Test
  @Order(3)
  void changeByHandIsTakenBackAndOneInGitIsRolledOut() throws IOException {
    KUBECTL.patch("rlaifrun", RUN, "{\"spec\": {\"serving\": {\"replicas\": 2}}}");
    await(
        "taken back",
        () -> KUBECTL.json("get", "rlaifrun", RUN).at("/spec/serving/replicas").asInt() == 1);

    repository().push(TEAM, tiny(1, 2));
    refreshed("normal");
    await(
        "rolled out",
        () ->
            KUBECTL
                    .json("get", "deployment", RUN + "-serve")
                    .at("/status/availableReplicas")
                    .asInt()
                == 2);
    awaitSynced("Healthy");
  }

  /** The chart's README says why it is not called Degraded. */
  @Test
  @Order(4)
  void rejectedRunIsSuspendedAndAFailedOneDegraded() throws IOException {
    repository().push(TEAM, "- {op: replace, path: /metadata/name, value: worse}\n" + tiny(0, 1));
    refreshed("normal");
    JsonNode rejected = awaitSynced("Suspended");
    assertThat(phase("worse")).isEqualTo("Rejected");
    assertThat(message(rejected, "worse")).startsWith("BelowThreshold: ");
    assertThat(KUBECTL.json("get", "rlaifruns").path("items"))
        .as("the other was pruned")
        .hasSize(1);

    repository()
        .push(
            TEAM,
            """
            - {op: replace, path: /metadata/name, value: broken}
            - {op: replace, path: /spec/model/uri, value: "bundled://models/absent"}
            """);
    refreshed("normal");
    JsonNode failed = awaitSynced("Degraded");
    assertThat(message(failed, "broken")).contains("bundled://models/absent");
  }

  /**
   * @param violations share of bad answers at which the run still passes
   */
  private static String tiny(int violations, int replicas) {
    return TINY.formatted(violations, replicas);
  }

  /** The example's, with the address, the folder and the namespace of here. */
  private static String application() throws IOException {
    ObjectNode document =
        (ObjectNode)
            Documents.YAML.readTree(
                Checkout.ROOT.resolve("examples/gitops/argo-cd/runs.yaml").toFile());
    document
        .withObject("/spec/source")
        .put("repoURL", TeamRepository.ADDRESS)
        .put("path", TeamRepository.PATH);
    document.withObject("/spec/destination").put("namespace", TEAM);
    return Documents.YAML.writeValueAsString(document);
  }

  private static JsonNode awaitSynced(String health) {
    await(
        "synced and " + health,
        () -> {
          JsonNode status = status();
          return status.at("/sync/status").asText().equals("Synced")
              && status.at("/health/status").asText().equals(health)
              && status.at("/operationState/phase").asText().equals("Succeeded");
        });
    return status();
  }

  /** The Application's status after it was compared anew, as {@code argocd app get --refresh}. */
  private static JsonNode refreshed(String how) {
    ARGO.run(
        "annotate", "application", APPLICATION, "--overwrite", "argocd.argoproj.io/refresh=" + how);
    await(
        "compared anew",
        () ->
            !ARGO.json("get", "application", APPLICATION)
                .at("/metadata/annotations")
                .has("argocd.argoproj.io/refresh"));
    return status();
  }

  private static JsonNode status() {
    return ARGO.json("get", "application", APPLICATION).path("status");
  }

  private static String health(JsonNode status, String kind, String name) {
    return resource(status, kind, name).at("/health/status").asText();
  }

  private static String message(JsonNode status, String run) {
    return resource(status, "RlaifRun", run).at("/health/message").asText();
  }

  private static JsonNode resource(JsonNode status, String kind, String name) {
    for (JsonNode resource : status.path("resources")) {
      if (resource.path("kind").asText().equals(kind)
          && resource.path("name").asText().equals(name)) {
        return resource;
      }
    }
    return MissingNode.getInstance();
  }

  private static String phase(String run) {
    return KUBECTL.json("get", "rlaifrun", run).at("/status/phase").asText();
  }

  private static TeamRepository repository() {
    return Objects.requireNonNull(repository);
  }

  private interface Condition {
    boolean holds();
  }

  private static void await(String what, Condition condition) {
    for (int second = 0; second < PATIENCE_SECONDS; second++) {
      if (condition.holds()) {
        return;
      }
      pause();
    }
    throw new AssertionError("waited in vain to be " + what + ": " + status());
  }

  private static void pause() {
    try {
      TimeUnit.SECONDS.sleep(1);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new AssertionError("interrupted", e);
    }
  }
}
