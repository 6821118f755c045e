package dev.rlaif.trainer.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.rlaif.plan.Workspace;
import dev.rlaif.trainer.chat.ScriptedServer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** {@code rlaif prompts} as a process of its own, against a server of its own; killed. */
@Timeout(600)
class PromptsIT {
  private static final int COUNT = 2000;
  private static final int CONCURRENCY = 16;

  private final Path folder;
  private final Processes processes;

  PromptsIT(@TempDir Path folder) {
    this.folder = folder;
    this.processes = new Processes(folder);
  }

  @AfterEach
  void stop() {
    processes.close();
  }

  /** A question that follows from the request's seed alone. */
  private static final ScriptedServer.Act WRITER =
      (exchange, request) ->
          ScriptedServer.says("{\"question\": \"What is " + request.path("seed").asLong() + "?\"}")
              .answer(exchange, request);

  @Test
  void killedAtAnyMomentItLosesNothingAndPaysNothingTwice() throws Exception {
    try (var server = ScriptedServer.of(ScriptedServer.after(5, WRITER))) {
      assertThat(Processes.end(prompts(server.url(), "whole")))
          .as(processes.said("whole"))
          .isZero();
      int asked = server.requests.size();
      assertThat(asked).isEqualTo(COUNT + 1);

      int kills = 0;
      for (int until : new int[] {1, 150, 600, 1200, 1900}) {
        server.requests.clear();
        Process process = prompts(server.url(), "killed");
        while (process.isAlive() && kept() < until) {
          Thread.sleep(1);
        }
        kills += process.isAlive() ? 1 : 0;
        process.destroyForcibly().waitFor();
        assertThat(seeds(server)).doesNotHaveDuplicates();
      }
      assertThat(kills).isGreaterThanOrEqualTo(3);
      int before = kept();
      server.requests.clear();
      assertThat(Processes.end(prompts(server.url(), "killed")))
          .as(processes.said("killed"))
          .isZero();
      assertThat(server.requests)
          .as("one probe, and what was not kept")
          .hasSize(COUNT - before + 1);
    }
    Workspace whole = new Workspace(folder.resolve("whole"));
    Workspace killed = new Workspace(folder.resolve("killed"));
    assertThat(killed.trainPrompts()).hasSameBinaryContentAs(whole.trainPrompts());
    assertThat(killed.heldOutPrompts()).hasSameBinaryContentAs(whole.heldOutPrompts());
    assertThat(killed.promptManifest()).hasSameBinaryContentAs(whole.promptManifest());
  }

  @Test
  void noMoreThanWhatWasUnderWayIsAskedForTwice() throws Exception {
    try (var server = ScriptedServer.of(ScriptedServer.after(20, WRITER))) {
      Set<Long> all = new HashSet<>();
      int twice = 0;
      Process process = prompts(server.url(), "killed");
      while (process.isAlive() && kept() < 500) {
        Thread.sleep(1);
      }
      process.destroyForcibly().waitFor();
      assertThat(Processes.end(prompts(server.url(), "killed")))
          .as(processes.said("killed"))
          .isZero();
      for (long seed : seeds(server)) {
        twice += all.add(seed) ? 0 : 1;
      }
      assertThat(all).hasSize(COUNT);
      assertThat(twice).isLessThanOrEqualTo(CONCURRENCY);
      assertThat(server.mostUnderWay).hasValueLessThanOrEqualTo(2 * CONCURRENCY);
    }
  }

  /** The bundled model knows no JSON: a real engine, real replies, and the error that says so. */
  @Test
  void theRunsOwnModelIsAskedAndWhatItSaysIsShown() throws Exception {
    Path file =
        Files.writeString(
            folder.resolve("own.yaml"),
            Shell.example()
                .replace(
                    "  prompts:\n",
                    "  prompts:\n    generate: {count: 200, topics: [soups], systemPrompt: Ask}\n"));
    Process process =
        processes.start("own", "prompts", "-f", file.toString(), "--workspace", folder + "/own");

    assertThat(Processes.end(process)).isEqualTo(42);
    assertThat(processes.said("own")).contains("every reply held no", "show the model an example");
    List<String> kept = Files.readAllLines(journal("own"));
    assertThat(kept).hasSizeBetween(64, 200);
    for (String line : kept) {
      JsonNode settled = new ObjectMapper().readTree(line);
      assertThat(settled.path("asked").asInt()).isEqualTo(3);
      assertThat(settled.path("said").asText()).isNotBlank();
    }
  }

  private static List<Long> seeds(ScriptedServer server) {
    return server.requests.stream()
        .filter(request -> request.has("seed"))
        .map(request -> request.path("seed").asLong())
        .toList();
  }

  private int kept() throws IOException {
    if (!Files.isDirectory(folder.resolve("killed/prompts"))) {
      return 0;
    }
    String text = Files.readString(journal("killed"));
    return (int) text.chars().filter(c -> c == '\n').count();
  }

  private Path journal(String workspace) throws IOException {
    try (var files = Files.list(folder.resolve(workspace).resolve("prompts"))) {
      return files
          .filter(file -> file.getFileName().toString().startsWith("generated-"))
          .findFirst()
          .orElse(folder.resolve("empty"));
    }
  }

  private Process prompts(String url, String workspace) throws IOException {
    Files.writeString(folder.resolve("empty"), "");
    String generate =
        "  prompts:\n    generate: {count: %d, topics: [soups, breads], systemPrompt: Ask, endpoint: {url: '%s', model: m, throughput: {concurrency: %d}}}\n"
            .formatted(COUNT, url, CONCURRENCY);
    Path file =
        Files.writeString(
            folder.resolve("run.yaml"), Shell.example().replace("  prompts:\n", generate));
    return processes.start(
        workspace,
        "prompts",
        "-f",
        file.toString(),
        "--workspace",
        folder.resolve(workspace).toString());
  }
}
