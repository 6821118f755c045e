package dev.rlaif.operator.chart;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Dashboard and alerts ask for metrics that exist, by labels that they have. */
class ChartMetricsIT {
  /** Labels that Prometheus adds when it scrapes. */
  private static final Set<String> OF_THE_TARGET = Set.of("namespace", "pod", "job", "instance");

  /** Metrics that are not the operator's: of the JVM, of Prometheus, of kube-state-metrics. */
  private static final Map<String, Set<String>> OF_OTHERS =
      Map.of(
          "jvm_memory_used_bytes", Set.of("area", "id"),
          "jvm_memory_committed_bytes", Set.of("area", "id"),
          "up", Set.of(),
          "kube_lease_renew_time", Set.of("lease"));

  private static JsonNode dashboard() throws JsonProcessingException {
    List<JsonNode> objects = Chart.objects("everything");
    return Checkout.YAML.readTree(
        Chart.only(objects, "ConfigMap").path("data").path("rlaif.json").asText());
  }

  private static List<JsonNode> alerts() {
    return Chart.only(Chart.objects("everything"), "PrometheusRule")
        .findValue("rules")
        .valueStream()
        .toList();
  }

  static Stream<String> queries() throws JsonProcessingException {
    return Stream.concat(
        dashboard().findValuesAsText("expr").stream(),
        alerts().stream().map(alert -> alert.path("expr").asText()));
  }

  @ParameterizedTest
  @MethodSource("queries")
  void askForWhatThereIs(String query) {
    Map<String, Set<String>> asked = MetricNames.asked(query);

    assertThat(asked).isNotEmpty();
    asked.forEach(
        (name, labels) -> {
          Set<String> known = new HashSet<>(OF_THE_TARGET);
          known.addAll(
              MetricNames.listed().getOrDefault(name, OF_OTHERS.getOrDefault(name, Set.of())));
          assertThat(OF_OTHERS.containsKey(name) || MetricNames.listed().containsKey(name))
              .as(name)
              .isTrue();
          assertThat(known).as(name).containsAll(labels);
        });
  }

  @Test
  void dashboardShowsEveryMetric() throws JsonProcessingException {
    Set<String> shown =
        dashboard().findValuesAsText("expr").stream()
            .flatMap(query -> MetricNames.asked(query).keySet().stream())
            .map(ChartMetricsIT::meter)
            .collect(Collectors.toSet());

    assertThat(shown)
        .containsAll(
            MetricNames.listed().keySet().stream()
                .map(ChartMetricsIT::meter)
                .collect(Collectors.toCollection(TreeSet::new)));
  }

  @Test
  void readmeTellsEveryAlert() {
    String readme = Checkout.text(Checkout.CHART.resolve("README.md"));

    assertThat(alerts())
        .hasSizeGreaterThanOrEqualTo(7)
        .allSatisfy(
            alert ->
                assertThat(readme)
                    .containsPattern(
                        "\\| `%s` \\| [^|]+ \\| %s \\|"
                            .formatted(
                                alert.path("alert").asText(),
                                alert.at("/labels/severity").asText())))
        .allSatisfy(
            alert -> assertThat(alert.at("/annotations/description").asText()).isNotEmpty());
  }

  @Test
  void panelsDoNotOverlap() throws JsonProcessingException {
    Set<String> cells = new HashSet<>();
    for (JsonNode panel : dashboard().path("panels")) {
      JsonNode place = panel.path("gridPos");
      for (int x = place.path("x").asInt();
          x < place.path("x").asInt() + place.path("w").asInt();
          x++) {
        for (int y = place.path("y").asInt();
            y < place.path("y").asInt() + place.path("h").asInt();
            y++) {
          assertThat(cells.add(x + "," + y)).as(panel.path("title").asText()).isTrue();
        }
      }
    }
  }

  private static String meter(String name) {
    return name.replaceAll("_(bucket|count|max|sum)$", "");
  }
}
