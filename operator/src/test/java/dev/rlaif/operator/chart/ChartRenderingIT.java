package dev.rlaif.operator.chart;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rlaif.operator.programs.Output;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import java.util.zip.GZIPInputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The same values always give the same manifests, and those that are committed. */
class ChartRenderingIT {
  private static final String OUT_OF_DATE = "run charts/render and look at the difference";

  static Stream<Path> modes() {
    return Chart.modes();
  }

  @ParameterizedTest
  @MethodSource("modes")
  void hasNothingToComplainAbout(Path mode) {
    Output helm =
        Program.run(
            "helm",
            "lint",
            "--strict",
            Checkout.CHART.toString(),
            "--values",
            mode.resolve("values.yaml").toString());

    assertThat(helm.text()).contains("0 chart(s) failed");
    assertThat(helm.code()).isZero();
  }

  @ParameterizedTest
  @MethodSource("modes")
  void rendersEachModeAsCommitted(Path mode) {
    assertThat(Chart.rendered("--values", mode.resolve("values.yaml").toString()))
        .as(OUT_OF_DATE)
        .isEqualTo(Checkout.text(mode.resolve("rendered.yaml")));
  }

  @Test
  void plainManifestsAreTheChartWithDefaultValues() {
    assertThat(Chart.rendered())
        .as(OUT_OF_DATE)
        .isEqualTo(Checkout.text(Checkout.ROOT.resolve("charts/manifests/rlaif.yaml")));
  }

  @Test
  void rendersTheSameTwice() {
    String values = Chart.values("everything").toString();

    assertThat(Chart.rendered("--values", values)).isEqualTo(Chart.rendered("--values", values));
  }

  @Test
  void packageHoldsTheChartWithoutGitOps(@TempDir Path folder) throws IOException {
    Output packed =
        Program.run("helm", "package", Checkout.CHART.toString(), "-d", folder.toString());
    assertThat(packed.code()).as(packed.text()).isZero();

    String version =
        Checkout.documents(Checkout.CHART.resolve("Chart.yaml")).get(0).path("version").asText();
    assertThat(archive(folder.resolve("rlaif-" + version + ".tgz")))
        .contains("rlaif/templates/deployment.yaml")
        .contains("rlaif/files/crds/rlaifruns.rlaif.dev.yaml")
        .contains("rlaif/dashboards/rlaif.json")
        .doesNotContain("rlaif/gitops/");
  }

  /** Names and contents stand in a tar as they are. */
  private static String archive(Path file) throws IOException {
    try (var unpacked = new GZIPInputStream(Files.newInputStream(file))) {
      return new String(unpacked.readAllBytes(), StandardCharsets.ISO_8859_1);
    }
  }
}
