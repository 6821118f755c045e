package dev.rlaif.operator.chart;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.file.Path;
import java.util.Locale;
import java.util.stream.Stream;

/**
 * An object as Argo CD finds it, and what it must say of it.
 *
 * @param kind whose script speaks
 * @param object with the status that the operator wrote
 * @param status Healthy, Progressing, Suspended or Degraded
 * @param message what a person reads
 */
record HealthCase(String kind, String name, JsonNode object, String status, String message) {

  static Stream<HealthCase> all() {
    return Stream.of("RlaifRun", "RewardJudge").flatMap(HealthCase::of);
  }

  static Path script(String kind) {
    return gitOps("health-" + kind.toLowerCase(Locale.ROOT) + ".lua");
  }

  private static Stream<HealthCase> of(String kind) {
    return Checkout.documents(gitOps("tests/" + kind.toLowerCase(Locale.ROOT) + ".yaml")).stream()
        .map(
            document ->
                new HealthCase(
                    kind,
                    document.path("name").asText(),
                    document.path("obj"),
                    document.at("/health/status").asText(),
                    document.at("/health/message").asText()));
  }

  private static Path gitOps(String file) {
    return Checkout.CHART.resolve("gitops").resolve(file);
  }

  @Override
  public String toString() {
    return kind + " " + name;
  }
}
