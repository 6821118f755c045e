package dev.rlaif.trainer.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.rlaif.trainer.table.TableRows;
import java.io.PrintWriter;
import java.io.StringReader;
import java.io.StringWriter;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Talks to a run that was trained for one step: by its workspace, and by its server, which keeps
 * what was said.
 */
class ChatCommandIT {
  private static final String TYPED =
      "What can I cook with rice?\n/reset\nAnd with beans?\n/quit\n";

  @TempDir private Path folder;

  private static String chat(String... arguments) {
    var out = new StringWriter();
    int exit =
        Main.commandLine(Shell.ENVIRONMENT, new StringReader(TYPED))
            .setOut(new PrintWriter(out, true))
            .setErr(new PrintWriter(out, true))
            .execute(arguments);
    assertThat(exit).as(out.toString()).isZero();
    return out.toString();
  }

  private static List<String> answers(String said, String side) {
    return said.lines()
        .filter(line -> line.startsWith(side + ": "))
        .map(line -> line.substring(side.length() + 2))
        .toList();
  }

  @Test
  void bothModelsAnswerByTheEngineAndByTheServer() throws Exception {
    Shell shell = new Shell(folder);
    List<String> keeping = List.of("--set", "serving.requestLog={redact: ['[Rr]ice']}");
    assertThat(shell.run("train", Shell.example(), keeping)).as(shell.err()).isZero();
    String workspace = shell.workspace.toString();

    String said = chat("chat", "-w", workspace, "--temperature", "0", "--max-new-tokens", "24");

    assertThat(answers(said, "base")).hasSize(2).allSatisfy(a -> assertThat(a).isNotBlank());
    assertThat(answers(said, "tuned")).hasSize(2).allSatisfy(a -> assertThat(a).isNotBlank());
    assertThat(said).contains("a new conversation");

    try (Processes processes = new Processes(folder)) {
      Process server =
          processes.start(
              "serve", "serve", "-w", workspace, "--force", "--port", "0", "--device", "cpu");
      String url = url(processes);

      String served = chat("chat", "--url", url, "--temperature", "0", "--max-new-tokens", "24");

      assertThat(answers(served, "vegetarian-small-base")).isEqualTo(answers(said, "base"));
      assertThat(answers(served, "vegetarian-small")).isEqualTo(answers(said, "tuned"));

      server.destroy();
      Processes.end(server);
    }
    List<ObjectNode> kept = kept(shell.workspace.resolve("requests"));
    assertThat(kept)
        .hasSize(4)
        .allSatisfy(row -> assertThat(row.get("answer").asText()).isNotBlank());
    assertThat(kept.toString())
        .contains("And with beans?", "cook with [redacted]?")
        .doesNotContain("rice");
  }

  private static List<ObjectNode> kept(Path table) {
    List<ObjectNode> rows = new ArrayList<>();
    TableRows.of(table).orElseThrow().all().forEach(rows::addAll);
    return rows;
  }

  private static String url(Processes processes) throws Exception {
    var address = Pattern.compile("http://127\\.0\\.0\\.1:\\d+");
    for (int i = 0; i < 600; i++) {
      var found = address.matcher(processes.said("serve"));
      if (found.find()) {
        return found.group() + "/v1";
      }
      Thread.sleep(100);
    }
    throw new AssertionError("never served: " + processes.said("serve"));
  }
}
