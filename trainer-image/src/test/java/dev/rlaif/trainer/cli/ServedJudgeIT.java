package dev.rlaif.trainer.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.rlaif.trainer.kernel.ComputeTarget;
import dev.rlaif.trainer.serve.ServeSettings;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The bundled model of two million parameters, served by our own server, is no judge. */
class ServedJudgeIT {
  private static final String NAME = "judge";
  private static final String TEXT = "";
  private static final String PROBABILITY =
      "  scoring: {mode: probability, minLabelMass: 0, labels: [{token: A, value: 1}, {token: The,"
          + " value: 0}]}\n";

  private final Path folder;
  private final Shell shell;

  ServedJudgeIT(@TempDir Path folder) {
    this.folder = folder;
    this.shell = new Shell(folder);
  }

  private Path document(int port, String scoring) throws IOException {
    return Files.writeString(
        folder.resolve("judge.yaml"),
        "apiVersion: rlaif.dev/v1alpha1\n"
            + "kind: RewardJudge\n"
            + "metadata: {name: small}\n"
            + "spec:\n"
            + "  endpoint: {url: 'http://127.0.0.1:"
            + port
            + "/v1', model: judge}\n"
            + "  prompt: {template: \"{question}\\n{answer}\\nScore:\"}\n"
            + scoring
            + "  validation:\n"
            + "    repeats: 1\n"
            + "    rewordings: 8\n"
            + "    examples:\n"
            + "      inline:\n"
            + "        - {prompt: 'What is for dinner?', good: Rice and tofu., bad: A rump steak.}\n"
            + "        - {prompt: 'What is for lunch?', good: A lentil soup., bad: Tuna on toast.}\n");
  }

  @ParameterizedTest
  @ValueSource(strings = {TEXT, PROBABILITY})
  void isFoundWanting(String scoring) throws IOException {
    try (Serving server =
        Serving.of(Shell.MODEL, ComputeTarget.CPU, NAME, Map.of(), ServeSettings.local(0))) {
      Path file = document(server.port(), scoring);
      int code =
          shell.run(
              "judge", "check", "-f", file.toString(), "--workspace", shell.workspace.toString());

      assertThat(code).as(shell.err()).isEqualTo(42);
    }
    assertThat(shell.out()).as(shell.err()).contains("FAILED", "proof.html", "attacks", "requests");
    JsonNode proof =
        new ObjectMapper().readTree(shell.workspace.resolve("judge/small/proof.json").toFile());
    assertThat(proof.path("passed").asBoolean()).isFalse();
    assertThat(proof.path("expense").path("promptTokens").asLong()).isPositive();
    assertThat(proof.path("calibration").isNull()).isEqualTo(scoring.equals(TEXT));
    assertThat(shell.workspace.resolve("judge/small/proof.html"))
        .content()
        .contains("Falls short", "maxMissingRate");
  }

  @Test
  void theOtherOrderIsRecordedBesideIt() throws IOException {
    try (Serving server =
        Serving.of(Shell.MODEL, ComputeTarget.CPU, NAME, Map.of(), ServeSettings.local(0))) {
      Path file = document(server.port(), PROBABILITY);
      shell.run("judge", "check", "-f", file.toString(), "--workspace", shell.workspace.toString());
    }
    assertThat(shell.workspace.resolve("judge/small/swapped/records.jsonl"))
        .content()
        .contains("Rice and tofu.");
    assertThat(shell.workspace.resolve("judge/small/proof.json"))
        .content()
        .contains("answer shown before the question");
  }
}
