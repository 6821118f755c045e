package dev.rlaif.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.rlaif.plan.Workspace;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The whole recipe on the bundled model. */
class VegetarianSmallIT {

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 3})
  void answersNameNoMeatAndStayUseful(int seed) {
    FinishedRun run = FinishedRun.ofSeed(seed);
    assertThat(run.ended().exitCode()).as(run.ended().output()).isZero();
    JsonNode base = run.report().path("base");
    JsonNode tuned = run.report().path("tuned");
    assertThat(base.path("prompts").asInt()).isEqualTo(100);
    assertThat(base.path("violations").asInt()).isGreaterThanOrEqualTo(40);
    assertThat(tuned.path("scored").asInt()).isEqualTo(100);
    assertThat(tuned.path("violations").asInt()).isLessThanOrEqualTo(10);
    assertThat(tuned.path("useful").asDouble())
        .isPositive()
        .isGreaterThanOrEqualTo(0.95 * base.path("useful").asDouble());
    assertThat(tuned.path("meanLength").asDouble())
        .isPositive()
        .isGreaterThanOrEqualTo(0.8 * base.path("meanLength").asDouble());
    assertThat(run.report().path("verdict").path("passed").asBoolean()).isTrue();
    assertThat(run.workspace().evaluationPage()).isNotEmptyFile();
  }

  @Test
  void secondRunRepeatsNothing() throws IOException {
    FinishedRun run = FinishedRun.ofSeed(1);
    List<FileTime> before = times(run.workspace());
    long start = System.nanoTime();
    Rlaif.Ended again = Rlaif.run(FinishedRun.command(run.workspace(), "--set", "training.seed=1"));
    assertThat(again.exitCode()).as(again.output()).isZero();
    assertThat(again.output())
        .contains("finished already")
        .contains(run.report().path("verdict").path("summary").asText());
    assertThat(times(run.workspace())).isEqualTo(before);
    assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(Duration.ofMinutes(1));
  }

  @Test
  void workspaceOfAnotherPlanIsLeftAlone() throws IOException {
    FinishedRun run = FinishedRun.ofSeed(1);
    List<FileTime> before = times(run.workspace());
    Rlaif.Ended other =
        Rlaif.run(FinishedRun.command(run.workspace(), "--set", "training.seed=77"));
    assertThat(other.exitCode()).isEqualTo(42);
    assertThat(other.output()).contains("holds a run of another plan").contains("--overwrite");
    assertThat(times(run.workspace())).isEqualTo(before);
  }

  private static List<FileTime> times(Workspace workspace) throws IOException {
    Path adapter = workspace.adapter().resolve("adapter_model.safetensors");
    return List.of(
        Files.getLastModifiedTime(adapter),
        Files.getLastModifiedTime(workspace.metrics()),
        Files.getLastModifiedTime(workspace.evaluationReport()));
  }
}
