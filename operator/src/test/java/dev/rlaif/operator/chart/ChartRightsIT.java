package dev.rlaif.operator.chart;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.model.annotation.Version;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The operator may do what the README tells, and no more, wherever it watches. */
class ChartRightsIT {

  static Stream<String> modes() {
    return Chart.modes().map(mode -> mode.getFileName().toString());
  }

  private static List<JsonNode> roles(List<JsonNode> objects) {
    return Stream.of("ClusterRole", "Role")
        .flatMap(kind -> Chart.ofKind(objects, kind).stream())
        .toList();
  }

  private static List<String> namespaces(List<JsonNode> objects) {
    return objects.stream()
        .map(object -> object.at("/metadata/namespace").asText())
        .sorted()
        .toList();
  }

  @Test
  void areTheTableOfTheReadme() {
    assertThat(Rights.of(roles(Chart.objects("everything"))))
        .isEqualTo(Rights.told(Checkout.text(Checkout.CHART.resolve("README.md"))));
  }

  @Test
  void coverEveryKindThatTheOperatorsCodeKnows() {
    Set<String> kinds =
        new ClassFileImporter()
                .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
                .importPackages("dev.rlaif.operator")
                .stream()
                .flatMap(code -> code.getDirectDependenciesFromSelf().stream())
                .map(dependency -> dependency.getTargetClass())
                .filter(kind -> kind.isAssignableTo(HasMetadata.class))
                .map(JavaClass::reflect)
                .filter(kind -> kind.isAnnotationPresent(Version.class))
                .map(kind -> HasMetadata.getGroup(kind) + "/" + HasMetadata.getPlural(kind))
                .collect(Collectors.toSet());

    assertThat(Rights.of(roles(Chart.objects("everything"))).keySet()).containsAll(kinds);
    assertThat(kinds).contains("batch/jobs", "rlaif.dev/rlaifruns");
  }

  @ParameterizedTest
  @MethodSource("modes")
  void neverHoldAWildcardNorAnUpdateButOfTheLease(String mode) {
    Map<String, Set<String>> rights = Rights.of(roles(Chart.objects(mode)));

    assertThat(rights.toString()).doesNotContain("*").doesNotContain("nodes");
    rights.forEach(
        (resource, verbs) -> {
          if (!resource.equals("coordination.k8s.io/leases")) {
            assertThat(verbs).as(resource).doesNotContain("update", "deletecollection");
          }
        });
    assertThat(rights.get("batch/jobs")).doesNotContain("patch");
  }

  @Test
  void leaveSecretsAloneWhereTheyAreNotChecked() {
    assertThat(Rights.of(roles(Chart.objects("own")))).doesNotContainKey("/secrets");
  }

  @Test
  void leaveKserveAloneByDefault() {
    assertThat(Rights.of(roles(Chart.objects("list"))))
        .doesNotContainKey("serving.kserve.io/llminferenceservices")
        .containsKey("/secrets");
  }

  @ParameterizedTest
  @ValueSource(strings = {"own", "list"})
  void stayInNamespacesUnlessAllAreWatched(String mode) {
    List<JsonNode> objects = Chart.objects(mode);

    assertThat(Chart.ofKind(objects, "ClusterRole")).isEmpty();
    assertThat(Chart.ofKind(objects, "ClusterRoleBinding")).isEmpty();
  }

  @Test
  void holdInEachListedNamespaceAndForTheLease() {
    List<JsonNode> objects = Chart.objects("list");

    assertThat(namespaces(Chart.ofKind(objects, "Role")))
        .containsExactly(Chart.NAMESPACE, "team-a", "team-b");
    assertThat(namespaces(Chart.ofKind(objects, "RoleBinding")))
        .containsExactly(Chart.NAMESPACE, "team-a", "team-b");
  }

  @ParameterizedTest
  @MethodSource("modes")
  void belongToTheAccountInTheReleasesNamespace(String mode) {
    List<JsonNode> objects = Chart.objects(mode);
    String account = Chart.only(objects, "ServiceAccount").at("/metadata/name").asText();

    assertThat(
            Stream.of("ClusterRoleBinding", "RoleBinding")
                .flatMap(kind -> Chart.ofKind(objects, kind).stream()))
        .hasSizeGreaterThan(1)
        .allSatisfy(
            binding -> {
              assertThat(binding.path("subjects")).hasSize(1);
              assertThat(binding.at("/subjects/0/namespace").asText()).isEqualTo(Chart.NAMESPACE);
              assertThat(binding.at("/subjects/0/name").asText()).isEqualTo(account);
            });
    assertThat(
            Chart.only(objects, "Deployment").at("/spec/template/spec/serviceAccountName").asText())
        .isEqualTo(account);
  }

  @ParameterizedTest
  @MethodSource("modes")
  void onTheLeaseAreInTheReleasesNamespaceOnly(String mode) {
    List<JsonNode> withLeases =
        roles(Chart.objects(mode)).stream()
            .filter(role -> Rights.of(List.of(role)).containsKey("coordination.k8s.io/leases"))
            .toList();

    assertThat(namespaces(withLeases)).containsExactly(Chart.NAMESPACE);
    assertThat(Rights.of(withLeases))
        .isEqualTo(
            Map.of("coordination.k8s.io/leases", Set.of("get", "create", "update", "patch")));
  }
}
