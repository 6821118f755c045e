package dev.rlaif.e2e.cluster;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.StreamSupport;

/** The operator that {@code e2e/run} has installed. */
final class Operator {
  static final String LABEL = "app.kubernetes.io/name=rlaif-operator";
  static final String CHART = "charts/rlaif";
  private static final String NAMESPACE = "rlaif-system";
  private static final String RELEASE = "rlaif";
  static final Kubectl KUBECTL = new Kubectl(NAMESPACE);

  private Operator() {}

  /** Ends all of its pods without a word of farewell; others come. */
  static void kill() {
    KUBECTL.run("delete", "pods", "-l", LABEL, "--grace-period=0", "--force", "--wait=false");
  }

  /** Ends one of its pods in the same way. */
  static void kill(String pod) {
    KUBECTL.run("delete", "pod", pod, "--grace-period=0", "--force", "--wait=false");
  }

  static List<String> pods() {
    return StreamSupport.stream(
            KUBECTL.json("get", "pods", "-l", LABEL).path("items").spliterator(), false)
        .map(pod -> pod.at("/metadata/name").asText())
        .toList();
  }

  /** The pod that acts, as the lease names it: before an underscore. */
  static String leader() {
    JsonNode lease = KUBECTL.json("get", "lease", "rlaif-operator");
    return lease.at("/spec/holderIdentity").asText().replaceFirst("_.*", "");
  }

  static void awaitRollout() {
    KUBECTL.run("rollout", "status", "deployment/rlaif-operator", "--timeout=180s");
  }

  /** What stages run in, unless a run says otherwise. */
  static String trainerImage() {
    return KUBECTL.run(
        "get",
        "deployment",
        "rlaif-operator",
        "--output",
        "jsonpath={..env[?(@.name==\"RLAIF_TRAINER_IMAGE\")].value}");
  }

  /** A command of Helm on the release, in the operator's namespace. */
  static String helm(String... arguments) {
    return helmIn(NAMESPACE, arguments);
  }

  static String helmIn(String namespace, String... arguments) {
    List<String> command = new ArrayList<>(List.of("helm"));
    command.addAll(List.of(arguments));
    command.addAll(List.of("--namespace", namespace));
    return Kubectl.program("", command).orThrow();
  }

  /** The values that the release was installed with, as a file for Helm. */
  static String values() {
    return helm("get", "values", RELEASE, "--output", "yaml");
  }
}
