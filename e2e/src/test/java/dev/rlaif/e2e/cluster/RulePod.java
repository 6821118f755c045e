package dev.rlaif.e2e.cluster;

import com.fasterxml.jackson.databind.JsonNode;
import dev.rlaif.e2e.Checkout;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.stream.Collectors;
import java.util.stream.StreamSupport;

/** {@link RuleEndpoint} as a pod and a Service, with the forbidden words of the examples. */
record RulePod(Kubectl kubectl, String name) {
  private static final Path CLASS = Path.of("target/test-classes/dev/rlaif/e2e/cluster");
  private static final String WORDS = "examples/vegetarian/wordlist.yaml";

  private static final String DOCUMENTS =
      """
      apiVersion: v1
      kind: Service
      metadata: {name: NAME}
      spec: {selector: {app: NAME}, ports: [{port: 8000}]}
      ---
      apiVersion: v1
      kind: Pod
      metadata: {name: NAME, labels: {app: NAME}}
      spec:
        automountServiceAccountToken: false
        terminationGracePeriodSeconds: 1
        securityContext: {runAsNonRoot: true, seccompProfile: {type: RuntimeDefault}}
        containers:
          - name: judge
            image: IMAGE
            imagePullPolicy: IfNotPresent
            command: [java, -cp, /rule, dev.rlaif.e2e.cluster.RuleEndpoint, "8000", /rule/words, "###"]
            readinessProbe: {tcpSocket: {port: 8000}, periodSeconds: 1}
            resources: {requests: {cpu: 50m, memory: 128Mi}, limits: {memory: 256Mi}}
            securityContext: {allowPrivilegeEscalation: false, capabilities: {drop: [ALL]}}
            volumeMounts: [{name: rule, mountPath: /rule}]
        volumes:
          - name: rule
            configMap:
              name: NAME
              items:
                - {key: words, path: words}
                - {key: RuleEndpoint.class, path: dev/rlaif/e2e/cluster/RuleEndpoint.class}
      """;

  void start() {
    kubectl.run(
        "create",
        "configmap",
        name,
        "--from-literal=words=" + words(),
        "--from-file=" + CLASS.resolve("RuleEndpoint.class").toAbsolutePath());
    kubectl.apply(DOCUMENTS.replace("NAME", name).replace("IMAGE", Operator.trainerImage()));
    kubectl.run("wait", "--for=condition=Ready", "pod/" + name, "--timeout=90s");
  }

  private static String words() {
    try {
      JsonNode list = Documents.YAML.readTree(Checkout.ROOT.resolve(WORDS).toFile());
      return StreamSupport.stream(list.path("forbid").spliterator(), false)
          .map(JsonNode::asText)
          .collect(Collectors.joining("\n"));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
