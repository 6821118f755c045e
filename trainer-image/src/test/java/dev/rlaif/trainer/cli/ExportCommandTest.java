package dev.rlaif.trainer.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ExportCommandTest {
  private final Path folder;
  private final Shell shell;

  ExportCommandTest(@TempDir Path folder) {
    this.folder = folder;
    this.shell = new Shell(folder);
  }

  @Test
  void writesTheAnswersOfARun() throws IOException {
    assertThat(shell.run("train", Shell.example(), List.of("--quiet"))).as(shell.err()).isZero();
    String workspace = shell.workspace.toString();

    assertThat(shell.run("export", "--workspace", workspace)).as(shell.err()).isZero();
    List<String> lines = shell.out().lines().toList();
    assertThat(lines).hasSize(16);
    JsonNode row = new ObjectMapper().readTree(lines.get(15));
    assertThat(row.path("step").asInt()).isEqualTo(1);
    assertThat(row.path("sample").asInt()).isEqualTo(15);
    assertThat(row.path("answer").asText()).isNotBlank();
    assertThat(row.path("log_prob_sum").asDouble()).isNegative();

    Path jsonl = folder.resolve("out/answers.jsonl");
    assertThat(shell.run("export", "--workspace", workspace, "--out", jsonl.toString())).isZero();
    assertThat(Files.readAllLines(jsonl)).isEqualTo(lines);

    Path parquet = folder.resolve("answers.parquet");
    for (int twice = 0; twice < 2; twice++) {
      assertThat(
              shell.run(
                  "export",
                  "--workspace",
                  workspace,
                  "--format",
                  "parquet",
                  "--step",
                  "1",
                  "--out",
                  parquet.toString()))
          .as(shell.err())
          .isZero();
    }
    assertThat(Files.readString(parquet, StandardCharsets.ISO_8859_1))
        .startsWith("PAR1")
        .endsWith("PAR1");

    assertThat(shell.run("export", "--workspace", workspace, "--step", "2..3")).isEqualTo(42);
    assertThat(shell.err()).startsWith("rlaif: ").contains("has nothing of steps 2 to 3");
    assertThat(shell.run("export", "--workspace", workspace, "--format", "parquet")).isEqualTo(42);
    assertThat(shell.err()).startsWith("rlaif: ").contains("--out");
  }

  @Test
  void saysWhyThereIsNothing() throws IOException {
    assertThat(
            shell.run(
                "train", Shell.example(), List.of("--quiet", "--set", "tracking.rollouts=false")))
        .as(shell.err())
        .isZero();
    assertThat(shell.run("export", "--workspace", shell.workspace.toString())).isEqualTo(42);
    assertThat(shell.err())
        .startsWith("rlaif: ")
        .contains("train/table is not there yet", "spec.tracking.rollouts is false");
  }
}
