package dev.rlaif.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.rlaif.plan.Workspace;
import java.io.IOException;
import org.junit.jupiter.api.Test;

/** The recipe the offline way, on the bundled model. */
class VegetarianDpoIT {

  @Test
  void learnsFromPairsOfItsOwnAnswers() throws IOException {
    Workspace workspace = FinishedRun.freshWorkspace("dpo");
    Rlaif.Ended ended =
        Rlaif.run(
            "run",
            "-f",
            "examples/vegetarian-small-dpo.yaml",
            "--workspace",
            workspace.root().toString());
    assertThat(ended.exitCode()).as(ended.output()).isZero();
    assertThat(ended.output()).contains("== pairs").containsPattern("\\d{3} pairs of \\d{3}");
    JsonNode report = new ObjectMapper().readTree(workspace.evaluationReport().toFile());
    JsonNode base = report.path("base");
    JsonNode tuned = report.path("tuned");
    assertThat(base.path("violations").asInt()).isGreaterThanOrEqualTo(40);
    assertThat(tuned.path("scored").asInt()).isEqualTo(100);
    assertThat(tuned.path("violations").asInt()).isLessThanOrEqualTo(15);
    assertThat(tuned.path("useful").asDouble())
        .isPositive()
        .isGreaterThanOrEqualTo(0.95 * base.path("useful").asDouble());
    assertThat(report.path("verdict").path("passed").asBoolean()).isTrue();
  }
}
