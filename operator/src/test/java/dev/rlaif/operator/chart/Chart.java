package dev.rlaif.operator.chart;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.rlaif.operator.programs.Output;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/** The chart, rendered by Helm as {@code charts/render} does it. */
final class Chart {
  static final String NAMESPACE = "rlaif-system";
  private static final Path MODES = Path.of("src/test/resources/chart");

  private Chart() {}

  /** Folders, each with the values of one way to install and what comes of them. */
  static Stream<Path> modes() {
    try (Stream<Path> folders = Files.list(MODES)) {
      return folders.sorted().toList().stream();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  static Path values(String mode) {
    return MODES.resolve(mode).resolve("values.yaml");
  }

  /** What Helm says, be it manifests or a refusal. */
  static Output template(String... arguments) {
    List<String> all = new ArrayList<>(List.of("template", "rlaif", Checkout.CHART.toString()));
    all.addAll(List.of("--namespace", NAMESPACE, "--kube-version", "1.34.0"));
    all.addAll(List.of(arguments));
    return Program.run("helm", all.toArray(String[]::new));
  }

  static String rendered(String... arguments) {
    Output helm = template(arguments);
    assertThat(helm.code()).as(helm.text()).isZero();
    return helm.out();
  }

  /** The objects of one way to install. */
  static List<JsonNode> objects(String mode) {
    return Checkout.documents(rendered("--values", values(mode).toString()));
  }

  static List<JsonNode> ofKind(List<JsonNode> objects, String kind) {
    return objects.stream().filter(object -> object.path("kind").asText().equals(kind)).toList();
  }

  static JsonNode only(List<JsonNode> objects, String kind) {
    List<JsonNode> found = ofKind(objects, kind);
    assertThat(found).as(kind).hasSize(1);
    return found.get(0);
  }
}
