package dev.rlaif.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A run that passed, served behind keys, and the clients that people have. */
class EndpointClientsIT {
  private static final Pattern LISTENING = Pattern.compile("(http://127\\.0\\.0\\.1:\\d+)/v1");
  private static final Path CLIENTS = Checkout.ROOT.resolve("e2e/clients");
  private static final String MODEL = "vegetarian-small";
  private static final String KEY = "a-key-of-the-test";

  @TempDir Path folder;

  @Test
  void theOfficialClientsWorkUnchanged() throws IOException, InterruptedException {
    PythonEnvironment clients = PythonEnvironment.named("clients");
    try (Rlaif.Running server = serve()) {
      String url = server.awaitOutput(LISTENING) + "/v1";
      Rlaif.Ended ended =
          clients.run(
              CLIENTS, "python", List.of("-B", "endpoint.py", url, KEY, MODEL, MODEL + "-base"));
      assertThat(ended.exitCode()).as(ended.output()).isZero();
      assertThat(ended.output()).contains("ok chat", "ok refusals", "ok langchain");
      assertThat(server.output()).doesNotContain("Exception", KEY);
    }
  }

  @Test
  void theDocumentDescribesExactlyWhatIsServed() throws IOException, InterruptedException {
    PythonEnvironment clients = PythonEnvironment.named("clients");
    // short answers, as there are hundreds
    try (Rlaif.Running server = serve("--max-tokens", "8")) {
      String url = server.awaitOutput(LISTENING) + "/openapi.json";
      Rlaif.Ended ended =
          clients.run(
              CLIENTS,
              "schemathesis",
              List.of(
                  "--config-file",
                  "schemathesis.toml",
                  "run",
                  url,
                  "--header",
                  "Authorization: Bearer " + KEY,
                  "--checks",
                  "all",
                  "--mode",
                  "all",
                  "--phases",
                  "coverage,fuzzing",
                  "--max-examples",
                  "25",
                  "--suppress-health-check",
                  "all",
                  "--generation-deterministic",
                  "--continue-on-failure",
                  "--no-color"));
      assertThat(ended.exitCode()).as(ended.output()).isZero();
      assertThat(server.output()).doesNotContain("Exception", KEY);
    }
  }

  private Rlaif.Running serve(String... more) throws IOException {
    Path keys = Files.writeString(folder.resolve("keys"), KEY + "\n");
    FinishedRun run = FinishedRun.ofSeed(1);
    List<String> command =
        new ArrayList<>(
            List.of(
                "serve",
                "--workspace",
                run.workspace().root().toString(),
                "--port",
                "0",
                "--api-keys",
                keys.toString()));
    command.addAll(List.of(more));
    return Rlaif.start(command.toArray(String[]::new));
  }
}
