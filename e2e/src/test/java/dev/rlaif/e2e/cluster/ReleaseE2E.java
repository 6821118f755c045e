package dev.rlaif.e2e.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Isolated;

/** What becomes of a run while its operator is changed, taken away, and brought back. */
@Isolated("everybody needs the operator")
class ReleaseE2E {
  private static final String RUN = "in-flight";

  @RegisterExtension static final TestNamespace NAMESPACE = new TestNamespace("release");
  @RegisterExtension static final TestNamespace TEAM = new TestNamespace("team");

  @TempDir private Path folder = Path.of("");

  @Test
  void runOutlivesUpgradeUninstallAndInstallAndATeamHasAnOperatorOfItsOwn() throws IOException {
    Kubectl kubectl = NAMESPACE.kubectl();
    kubectl.apply(Documents.judge(), Documents.run(RUN, "{training: {steps: 60}}"));
    try (RunWatch watch = NAMESPACE.watch(RUN)) {
      watch.awaitStep(1);
      Operator.helm("upgrade", "rlaif", Operator.CHART, "--reuse-values", "--set", "replicas=1");
      Operator.awaitRollout();

      String values = Files.writeString(folder.resolve("values"), Operator.values()).toString();
      Operator.helm("uninstall", "rlaif", "--wait");
      assertThat(kubectl.run("get", "crds")).contains("rlaifruns.rlaif.dev", "rewardjudges");
      assertThat(kubectl.run("get", "rlaifruns")).contains(RUN, "Training");
      assertThat(kubectl.run("get", "pods")).contains(RUN + "-train");

      operatorOfOneNamespace(values);

      Operator.helm("install", "rlaif", Operator.CHART, "--values", values, "--set", "replicas=2");
      Operator.awaitRollout();
      JsonNode status = watch.awaitPhase("Succeeded");
      assertThat(Status.attempts(status, "train")).isOne();
    }
  }

  /** With Roles only, in a namespace whose team may not touch the cluster. */
  private static void operatorOfOneNamespace(String values) {
    Kubectl kubectl = TEAM.kubectl();
    String namespace = kubectl.namespace();
    Operator.helmIn(
        namespace,
        "install",
        "team",
        Operator.CHART,
        "--wait",
        "--timeout",
        "3m",
        "--values",
        values,
        "--set",
        "watch=own,crds.enabled=false");
    assertThat(kubectl.run("get", "clusterroles,clusterrolebindings", "-l", ofTheRelease()))
        .isEmpty();
    assertThat(kubectl.run("get", "roles", "-l", ofTheRelease())).contains("team-rlaif-operator");

    kubectl.apply(Documents.judge(), Documents.run("own", "{}"));
    try (RunWatch watch = TEAM.watch("own")) {
      watch.awaitPhase("Succeeded");
    }
    Operator.helmIn(namespace, "uninstall", "team", "--wait");
  }

  private static String ofTheRelease() {
    return "app.kubernetes.io/instance=team";
  }
}
