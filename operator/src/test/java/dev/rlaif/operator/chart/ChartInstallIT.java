package dev.rlaif.operator.chart;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.rlaif.operator.cluster.ApiServer;
import dev.rlaif.operator.programs.Output;
import io.fabric8.kubernetes.api.model.NamespaceBuilder;
import io.fabric8.kubernetes.api.model.authorization.v1.ResourceRule;
import io.fabric8.kubernetes.api.model.authorization.v1.SelfSubjectRulesReview;
import io.fabric8.kubernetes.api.model.authorization.v1.SelfSubjectRulesReviewBuilder;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** A real API server takes what the chart renders, and lets the operator do what is told. */
class ChartInstallIT {
  /** Kinds that only the Prometheus Operator brings. */
  private static final Set<String> FOREIGN = Set.of("ServiceMonitor", "PrometheusRule");

  /** What the API server allows everybody, to ask who one is and what one may do. */
  private static final Set<String> EVERYBODYS =
      Set.of("authentication.k8s.io", "authorization.k8s.io");

  @RegisterExtension static final ApiServer API = new ApiServer();

  static Stream<String> modes() {
    return Chart.modes().map(mode -> mode.getFileName().toString());
  }

  @BeforeEach
  void namespaces() {
    for (String name : List.of(Chart.NAMESPACE, "team-a", "team-b")) {
      API.client()
          .resource(new NamespaceBuilder().withNewMetadata().withName(name).endMetadata().build())
          .serverSideApply();
    }
  }

  private static String manifests(String mode) throws JsonProcessingException {
    StringBuilder manifests = new StringBuilder();
    for (JsonNode object : Chart.objects(mode)) {
      if (!FOREIGN.contains(object.path("kind").asText())) {
        manifests.append(Checkout.YAML.writeValueAsString(object));
      }
    }
    return manifests.toString();
  }

  private static Output apply(String manifests, String... options)
      throws IOException, InterruptedException {
    List<String> all = new ArrayList<>(List.of("apply", "--server-side", "--validate=strict"));
    all.addAll(List.of(options));
    all.addAll(List.of("-f", "-"));
    // An object may stand in another namespace than the test's, which kubectl refuses.
    all.add("--namespace=");
    return API.kubectlReading(manifests, all.toArray(String[]::new));
  }

  @ParameterizedTest
  @MethodSource("modes")
  void takesEveryObject(String mode) throws IOException, InterruptedException {
    Output kubectl = apply(manifests(mode), "--dry-run=server");

    assertThat(kubectl.err()).isEmpty();
    assertThat(kubectl.code()).isZero();
  }

  @Test
  void takesThePlainManifests() throws IOException, InterruptedException {
    Output kubectl =
        API.kubectl(
            "apply",
            "--dry-run=server",
            "--validate=strict",
            "--namespace=",
            "-k",
            Checkout.ROOT.resolve("charts/manifests").toString());

    assertThat(kubectl.orThrow()).contains("deployment.apps/rlaif-operator");
  }

  @ParameterizedTest
  @ValueSource(strings = {"everything", "own", "list"})
  void letsTheOperatorDoWhatIsToldAndNoMore(String mode) throws IOException, InterruptedException {
    String manifests = manifests(mode);
    apply(manifests).orThrow();
    String account =
        Chart.only(Checkout.documents(manifests), "ServiceAccount").at("/metadata/name").asText();
    List<JsonNode> roles =
        Stream.of("ClusterRole", "Role")
            .flatMap(kind -> Chart.ofKind(Checkout.documents(manifests), kind).stream())
            .toList();
    Map<String, Set<String>> inTheReleasesNamespace =
        Rights.of(
            roles.stream()
                .filter(
                    role ->
                        Set.of("", Chart.NAMESPACE)
                            .contains(role.at("/metadata/namespace").asText()))
                .toList());

    try {
      assertThat(allowed(account, Chart.NAMESPACE)).isEqualTo(inTheReleasesNamespace);
      if (mode.equals("own")) {
        assertThat(allowed(account, "team-a")).isEmpty();
      } else {
        assertThat(allowed(account, "team-a").get("batch/jobs"))
            .containsExactly("create", "delete", "get", "list", "watch");
        assertThat(allowed(account, "team-a")).doesNotContainKey("coordination.k8s.io/leases");
      }
    } finally {
      API.kubectlReading(manifests, "delete", "--namespace=", "--wait=false", "-f", "-").orThrow();
    }
  }

  @Test
  void admitsThePodWhereRestrictedIsEnforced() throws IOException, InterruptedException {
    API.kubectl("label", "ns", API.namespace(), "pod-security.kubernetes.io/enforce=restricted")
        .orThrow();
    ObjectNode pod =
        Chart.only(Chart.objects("list"), "Deployment").at("/spec/template").deepCopy();
    pod.put("apiVersion", "v1").put("kind", "Pod");
    pod.withObjectProperty("metadata").put("name", "operator");
    pod.withObjectProperty("spec").put("serviceAccountName", "default");

    Output kubectl =
        API.kubectlReading(
            Checkout.YAML.writeValueAsString(pod), "create", "--dry-run=server", "-f", "-");

    assertThat(kubectl.orThrow()).contains("pod/operator created");
  }

  @Test
  void runsOutliveUpgradeRollbackAndUninstall() throws IOException, InterruptedException {
    helm("install", "rlaif", Checkout.CHART.toString(), "--take-ownership");
    API.kubectl(
            "apply",
            "-f",
            Checkout.ROOT.resolve("examples/gitops/runs/judge.yaml").toString(),
            "-f",
            Checkout.ROOT.resolve("examples/gitops/runs/run.yaml").toString())
        .orThrow();

    helm("upgrade", "rlaif", Checkout.CHART.toString(), "--set", "watch=own");
    assertThat(API.kubectl("get", "clusterroles", "-o", "name").orThrow())
        .doesNotContain("rlaif-operator");
    helm("rollback", "rlaif", "1");
    assertThat(API.kubectl("get", "clusterroles", "-o", "name").orThrow())
        .contains("rlaif-operator");
    helm("uninstall", "rlaif");

    assertThat(API.kubectl("get", "rlaifruns,rewardjudges", "-o", "name").orThrow())
        .contains("rlaifrun.rlaif.dev/vegetarian-small")
        .contains("rewardjudge.rlaif.dev/vegetarian-words");
    assertThat(API.kubectl("get", "deployments,serviceaccounts", "-o", "name").orThrow())
        .doesNotContain("rlaif-operator");
  }

  private static void helm(String... arguments) {
    List<String> all = new ArrayList<>(List.of(arguments));
    all.addAll(List.of("--namespace", API.namespace()));
    all.addAll(List.of("--kubeconfig", API.kubeconfig().toString()));
    Output helm = Program.run("helm", all.toArray(String[]::new));
    assertThat(helm.code()).as(helm.text()).isZero();
  }

  /** Verbs by {@code group/resource} that the API server grants the account there. */
  private static Map<String, Set<String>> allowed(String account, String namespace) {
    String user = "system:serviceaccount:" + Chart.NAMESPACE + ":" + account;
    SelfSubjectRulesReview review =
        new SelfSubjectRulesReviewBuilder()
            .withNewSpec()
            .withNamespace(namespace)
            .endSpec()
            .build();
    Map<String, Set<String>> allowed = new TreeMap<>();
    for (ResourceRule rule :
        API.clientAs(user, "system:authenticated")
            .resource(review)
            .create()
            .getStatus()
            .getResourceRules()) {
      for (String resource : rule.getResources()) {
        if (!EVERYBODYS.containsAll(rule.getApiGroups())) {
          allowed
              .computeIfAbsent(rule.getApiGroups().get(0) + "/" + resource, any -> new TreeSet<>())
              .addAll(rule.getVerbs());
        }
      }
    }
    return allowed;
  }
}
