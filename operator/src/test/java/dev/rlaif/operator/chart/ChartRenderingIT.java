package dev.rlaif.operator.chart;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
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
    Program.Ended helm =
        Program.run(
            "helm",
            "lint",
            "--strict",
            Checkout.CHART.toString(),
            "--values",
            mode.resolve("values.yaml").toString());

    assertThat(helm.output()).contains("0 chart(s) failed");
    assertThat(helm.exitCode()).isZero();
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
  void packageLeavesGitOpsOut(@org.junit.jupiter.api.io.TempDir Path folder) {
    Program.Ended packed =
        Program.run("helm", "package", Checkout.CHART.toString(), "-d", folder.toString());
    assertThat(packed.exitCode()).as(packed.output()).isZero();

    assertThat(Program.run("helm", "show", "all", folder.resolve("rlaif-0.1.0.tgz").toString()))
        .satisfies(shown -> assertThat(shown.exitCode()).as(shown.output()).isZero());
  }
}
