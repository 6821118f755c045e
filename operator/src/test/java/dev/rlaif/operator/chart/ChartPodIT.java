package dev.rlaif.operator.chart;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The operator's pod meets the restricted profile, and the labels that select it. */
class ChartPodIT {

  static Stream<String> modes() {
    return Chart.modes().map(mode -> mode.getFileName().toString());
  }

  private static JsonNode pod(String mode) {
    return Chart.only(Chart.objects(mode), "Deployment").at("/spec/template/spec");
  }

  @ParameterizedTest
  @MethodSource("modes")
  void isRestricted(String mode) {
    JsonNode pod = pod(mode);
    JsonNode container = pod.at("/containers/0/securityContext");

    assertThat(pod.at("/securityContext/runAsNonRoot").asBoolean()).isTrue();
    assertThat(pod.at("/securityContext/seccompProfile/type").asText()).isEqualTo("RuntimeDefault");
    assertThat(container.at("/allowPrivilegeEscalation").asBoolean(true)).isFalse();
    assertThat(container.at("/readOnlyRootFilesystem").asBoolean()).isTrue();
    assertThat(container.at("/capabilities/drop/0").asText()).isEqualTo("ALL");
  }

  @Test
  void hasANumericUserUnlessThePlatformChooses() {
    assertThat(pod("list").at("/securityContext/runAsUser").asInt()).isEqualTo(10001);
    assertThat(pod("pinned").at("/securityContext").has("runAsUser")).isFalse();
  }

  @ParameterizedTest
  @MethodSource("modes")
  void isFoundByServiceBudgetAndPolicies(String mode) {
    var objects = Chart.objects(mode);
    JsonNode labels = Chart.only(objects, "Deployment").at("/spec/template/metadata/labels");

    assertThat(Chart.only(objects, "Service").at("/spec/selector").properties())
        .isNotEmpty()
        .isSubsetOf(labels.properties());
    assertThat(Chart.ofKind(objects, "PodDisruptionBudget"))
        .allSatisfy(
            budget ->
                assertThat(budget.at("/spec/selector/matchLabels").properties())
                    .isNotEmpty()
                    .isSubsetOf(labels.properties()));
  }

  @Test
  void isAskedForItsHealthWhereQuarkusAnswers() {
    JsonNode container = pod("list").at("/containers/0");

    assertThat(container.at("/startupProbe/httpGet/path").asText()).isEqualTo("/q/health/started");
    assertThat(container.at("/readinessProbe/httpGet/path").asText()).isEqualTo("/q/health/ready");
    assertThat(container.at("/livenessProbe/httpGet/path").asText()).isEqualTo("/q/health/live");
    assertThat(container.at("/ports/0/containerPort").asInt()).isEqualTo(8080);
  }
}
