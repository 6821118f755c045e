package dev.rlaif.e2e.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/** What becomes of a run while its operator is changed, taken away, and brought back. */
class ReleaseE2E {
  private static final String RUN = "in-flight";
  private static final String CHART = "charts/rlaif";

  @RegisterExtension static final TestNamespace NAMESPACE = new TestNamespace("release");

  @TempDir private Path folder = Path.of("");

  @Test
  void runOutlivesUpgradeUninstallAndInstall() throws IOException {
    Kubectl kubectl = NAMESPACE.kubectl();
    kubectl.apply(Documents.judge());
    kubectl.apply(Documents.run(RUN, "{training: {steps: 150}}"));
    try (RunWatch watch = NAMESPACE.watch(RUN)) {
      watch.awaitStep(1);
      Operator.helm("upgrade", "rlaif", CHART, "--reuse-values", "--set", "replicas=1");
      Operator.awaitRollout();

      Path values = Files.writeString(folder.resolve("values.yaml"), values());
      Operator.helm("uninstall", "rlaif", "--wait");
      assertThat(kubectl.run("get", "crds")).contains("rlaifruns.rlaif.dev", "rewardjudges");
      assertThat(kubectl.run("get", "rlaifruns")).contains(RUN);
      assertThat(kubectl.run("get", "pods")).contains(RUN + "-train");

      Operator.helm("install", "rlaif", CHART, "--values", values.toString());
      Operator.awaitRollout();
      JsonNode status = watch.awaitPhase("Succeeded");
      assertThat(Status.stage(status, "train").path("attempts").asInt()).isOne();
    }
  }

  private static String values() {
    return Operator.helm("get", "values", "rlaif", "--output", "yaml");
  }
}
