package dev.rlaif.trainer.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.rlaif.plan.Workspace;
import dev.rlaif.trainer.run.WorkspaceLock;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Workspaces that a command may not use, or not yet. */
@Timeout(180)
class WorkspaceUseTest {
  private final Path folder;
  private final Shell shell;

  WorkspaceUseTest(@TempDir Path folder) {
    this.folder = folder;
    this.shell = new Shell(folder);
  }

  @Test
  void cannotBeWritten() throws IOException {
    Path file = Files.writeString(folder.resolve("file"), "");
    var below = new Shell(folder.resolve("below"));
    Files.createDirectories(below.folder);
    Path document = Files.writeString(folder.resolve("run.yaml"), Shell.example());
    for (String command : List.of("run", "train", "prompts")) {
      int exit = below.run(command, "-f", document.toString(), "--workspace", file + "/workspace");
      assertThat(exit).isEqualTo(1);
      below.refused(file + "/workspace", "cannot be written");
    }
  }

  @Test
  void belongsToThePlanThatTrainedInIt() throws IOException {
    List<String> other = List.of("--set", "training.seed=2");
    assertThat(shell.run("train", Shell.example(), List.of("--set", "model.uri=/no/model")))
        .isEqualTo(42);
    assertThat(shell.run("train", Shell.example(), List.of("--quiet"))).as(shell.err()).isZero();
    assertThat(shell.out()).isEmpty();
    Path weights = shell.workspace.resolve("adapter/adapter_model.safetensors");
    byte[] trained = Files.readAllBytes(weights);
    Path own = Files.writeString(shell.workspace.resolve("notes.txt"), "mine");

    assertThat(shell.run("train", Shell.example(), other)).isEqualTo(42);
    assertThat(shell.err()).contains("another plan (vegetarian-small)", "--overwrite");
    assertThat(shell.run("serve", Shell.example(), other)).isEqualTo(42);
    assertThat(shell.err()).contains("another plan (vegetarian-small)");
    assertThat(weights).hasBinaryContent(trained);
    assertThat(shell.run("serve", Shell.example(), List.of())).isEqualTo(42);
    assertThat(shell.err()).startsWith("rlaif: serving: the run was not evaluated");

    List<String> overwrite = new ArrayList<>(other);
    overwrite.addAll(List.of("--overwrite", "--json"));
    assertThat(shell.run("train", Shell.example(), overwrite)).as(shell.err()).isZero();
    List<String> events = new ArrayList<>();
    for (String line : shell.out().lines().toList()) {
      events.add(new ObjectMapper().readTree(line).path("event").asText());
    }
    assertThat(events).startsWith("run").endsWith("result").contains("stage", "step", "note");
    assertThat(Files.readAllBytes(weights)).isNotEqualTo(trained);
    assertThat(own).hasContent("mine");
  }

  @Test
  void evaluateBeforeTrain() throws IOException {
    assertThat(shell.run("evaluate", Shell.example(), List.of())).isEqualTo(42);
    shell.refused("adapter is not there yet", "rlaif train");
    assertThat(shell.workspace.resolve("evaluation")).doesNotExist();
  }

  @Test
  void serveBeforeAnything() throws IOException {
    assertThat(shell.run("serve", Shell.example(), List.of())).isEqualTo(42);
    shell.refused("no run was begun there");
    assertThat(shell.run("train", "-w", shell.workspace.toString())).isEqualTo(42);
    shell.refused("no run was begun there");
    assertThat(shell.workspace).doesNotExist();
  }

  @Test
  void isHeldByOneAtATime() throws IOException {
    try (WorkspaceLock held = WorkspaceLock.hold(new Workspace(shell.workspace))) {
      assertThat(held).isNotNull();
      for (String command : List.of("run", "train", "evaluate")) {
        assertThat(shell.run(command, Shell.example(), List.of())).isEqualTo(1);
        shell.refused("is in use by process " + ProcessHandle.current().pid());
      }
    }
    assertThat(shell.workspace.resolve("plan.json")).doesNotExist();
    WorkspaceLock.hold(new Workspace(shell.workspace)).close();
  }

  @Test
  void isHeldAgainstOtherProcesses() throws IOException, InterruptedException {
    Path document = Files.writeString(folder.resolve("run.yaml"), Shell.example());
    Path said = folder.resolve("said");
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    String classes = System.getProperty("java.class.path");
    command.addAll(
        List.of(
            "-cp", System.getProperty("surefire.test.class.path", classes), Main.class.getName()));
    command.addAll(List.of(shell.arguments("train", document, List.of())));
    try (WorkspaceLock held = WorkspaceLock.hold(new Workspace(shell.workspace))) {
      assertThat(held).isNotNull();
      Process second =
          new ProcessBuilder(command)
              .redirectErrorStream(true)
              .redirectOutput(said.toFile())
              .start();
      assertThat(second.waitFor()).isEqualTo(1);
    }
    assertThat(Files.readString(said, StandardCharsets.UTF_8))
        .contains("is in use by process " + ProcessHandle.current().pid());
  }
}
