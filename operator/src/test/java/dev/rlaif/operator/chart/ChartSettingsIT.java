package dev.rlaif.operator.chart;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.rlaif.operator.kube.OperatorSettings;
import io.smallrye.config.EnvConfigSource;
import io.smallrye.config.SmallRyeConfigBuilder;
import java.lang.reflect.Method;
import java.time.Duration;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** What the chart writes into the operator's environment is what the operator reads. */
class ChartSettingsIT {
  private static final int ENVIRONMENT_ORDINAL = 300;

  private static Map<String, String> environment(String mode) {
    Map<String, String> environment = new LinkedHashMap<>();
    JsonNode container =
        Chart.only(Chart.objects(mode), "Deployment").at("/spec/template/spec/containers/0");
    for (JsonNode variable : container.path("env")) {
      environment.put(variable.path("name").asText(), variable.path("value").asText());
    }
    return environment;
  }

  private static OperatorSettings settings(String mode) {
    return new SmallRyeConfigBuilder()
        .withMapping(OperatorSettings.class)
        .withSources(new EnvConfigSource(environment(mode), ENVIRONMENT_ORDINAL))
        .build()
        .getConfigMapping(OperatorSettings.class);
  }

  /** As SmallRye names them: {@code trainerImage()} is {@code RLAIF_TRAINER_IMAGE}. */
  private static Stream<String> variables(String prefix, Class<?> settings) {
    return Arrays.stream(settings.getDeclaredMethods())
        .flatMap(setting -> variables(prefix + "_" + snakeCase(setting), setting));
  }

  private static Stream<String> variables(String name, Method setting) {
    return setting.getReturnType().getEnclosingClass() == OperatorSettings.class
        ? variables(name, setting.getReturnType())
        : Stream.of(name);
  }

  private static String snakeCase(Method setting) {
    return setting.getName().replaceAll("([A-Z])", "_$1").toUpperCase(Locale.ROOT);
  }

  @Test
  void setEveryVariableThatIsReadAndNoOther() {
    assertThat(environment("list").keySet())
        .containsExactlyInAnyOrderElementsOf(
            Stream.concat(
                    variables("RLAIF", OperatorSettings.class),
                    Stream.of(
                        "QUARKUS_PROFILE",
                        "QUARKUS_OPERATOR_SDK_NAMESPACES",
                        "QUARKUS_LOG_CONSOLE_JSON_ENABLED",
                        "POD_NAMESPACE",
                        "RLAIF_LEASE_NAMESPACE",
                        "JAVA_TOOL_OPTIONS"))
                .toList());
  }

  @Test
  void areReadAsTheyWereMeant() {
    OperatorSettings everything = settings("everything");
    OperatorSettings own = settings("own");

    assertThat(everything.argoCdIgnoreUpdates()).isFalse();
    assertThat(everything.progressInterval()).isEqualTo(Duration.ofMinutes(1));
    assertThat(everything.secretsChecked()).isTrue();
    assertThat(own.secretsChecked()).isFalse();
    assertThat(own.argoCdIgnoreUpdates()).isTrue();
    assertThat(own.progressInterval()).isEqualTo(Duration.ofSeconds(10));
  }

  @Test
  void nameImagesByDigestElseTag() {
    OperatorSettings pinned = settings("pinned");
    String mirror = "registry.example.org:5000/mirror/";

    assertThat(pinned.imagePullPolicy()).isEqualTo("Always");
    assertThat(pinned.trainerImage()).isEqualTo(mirror + "rlaif/rlaif-trainer:1.2");
    assertThat(pinned.servingImage().rlaif())
        .isEqualTo(mirror + "rlaif/server@sha256:" + "2".repeat(64));
    assertThat(pinned.servingImage().vllm())
        .as("no repository: the trainer's")
        .isEqualTo(pinned.trainerImage());
  }

  @Test
  void nameTheNamespacesAsTheFrameworkDoes() {
    assertThat(environment("own"))
        .containsEntry("QUARKUS_OPERATOR_SDK_NAMESPACES", "JOSDK_WATCH_CURRENT");
    assertThat(environment("list"))
        .containsEntry("QUARKUS_OPERATOR_SDK_NAMESPACES", "team-a,team-b");
    assertThat(environment("everything"))
        .containsEntry("QUARKUS_OPERATOR_SDK_NAMESPACES", "JOSDK_ALL_NAMESPACES");
  }
}
