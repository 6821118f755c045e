package dev.rlaif.e2e.cluster;

import java.util.ArrayList;
import java.util.List;

/** The operator that {@code e2e/run} has installed. */
final class Operator {
  static final String LABEL = "app.kubernetes.io/name=rlaif-operator";
  private static final String NAMESPACE = "rlaif-system";
  static final Kubectl KUBECTL = new Kubectl(NAMESPACE);

  private Operator() {}

  /** Ends all of its pods without a word of farewell, and waits until new ones are ready. */
  static void kill() {
    KUBECTL.run("delete", "pods", "-l", LABEL, "--grace-period=0", "--force");
    awaitRollout();
  }

  static void awaitRollout() {
    KUBECTL.run("rollout", "status", "deployment/rlaif-operator", "--timeout=180s");
  }

  /** A command of Helm on the release, in the operator's namespace. */
  static String helm(String... arguments) {
    List<String> command = new ArrayList<>(List.of("helm"));
    command.addAll(List.of(arguments));
    command.addAll(List.of("--namespace", NAMESPACE));
    return Kubectl.program("", command).orThrow();
  }
}
