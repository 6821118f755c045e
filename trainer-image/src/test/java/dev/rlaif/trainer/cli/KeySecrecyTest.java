package dev.rlaif.trainer.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rlaif.trainer.chat.ScriptedServer;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** A key is sent to its server and shown nowhere, even if the server says it back. */
@Timeout(120)
class KeySecrecyTest {
  private static final String KEY = "sk-VERY-SECRET-0123456789";

  @TempDir Path folder = Path.of("/nowhere");
  private final StringWriter said = new StringWriter();

  private int run(String... arguments) {
    Map<String, String> environment = new HashMap<>(Shell.ENVIRONMENT);
    environment.put("RLAIF_SECRET_JUDGE_KEY_TOKEN", KEY);
    return Main.commandLine(environment)
        .setOut(new PrintWriter(said, true))
        .setErr(new PrintWriter(said, true))
        .execute(arguments);
  }

  private String document(String url) throws IOException {
    String run = Shell.example().split("\n---\n", 2)[1].replace("minUsefulRatio: 0.95, ", "");
    return Files.writeString(
            folder.resolve("run.yaml"),
            "apiVersion: rlaif.dev/v1alpha1\n"
                + "kind: RewardJudge\n"
                + "metadata: {name: vegetarian-words}\n"
                + "spec: {endpoint: {url: '"
                + url
                + "', model: m, retries: 0, apiKeySecretRef: {name: judge-key}},"
                + " prompt: {template: 'Score {answer}'},"
                + " validation: {examples: {inline: [{prompt: a, good: tofu, bad: ham}]}}}\n---\n"
                + run)
        .toString();
  }

  private void holdsNoKey() throws IOException {
    assertThat(said.toString()).doesNotContain(KEY);
    List<Path> written = new ArrayList<>();
    try (Stream<Path> files = Files.walk(folder)) {
      files.filter(Files::isRegularFile).forEach(written::add);
    }
    assertThat(written).isNotEmpty();
    for (Path file : written) {
      String text = new String(Files.readAllBytes(file), StandardCharsets.ISO_8859_1);
      assertThat(text.contains(KEY)).as(file.toString()).isFalse();
    }
  }

  @Test
  void aRunShowsItNowhere() throws IOException {
    ScriptedServer.Act echo =
        (exchange, request) ->
            ScriptedServer.says(
                    (request.toString().contains("ham") ? "0.1 " : "0.9 ")
                        + exchange.getRequestHeaders().getFirst("Authorization"))
                .answer(exchange, request);
    try (var server = ScriptedServer.of(echo)) {
      List<String> arguments = new ArrayList<>(List.of("train", "-f", document(server.url())));
      arguments.addAll(List.of("-w", folder.resolve("work").toString()));
      for (String set : List.of("training.steps=1", "rollout.batchSize=16")) {
        arguments.addAll(List.of("--set", set));
      }
      arguments.addAll(List.of("--set", "rollout.maxNewTokens=8"));
      arguments.addAll(List.of("--set", "algorithm.overrides.referenceNormalise=false"));
      assertThat(run(arguments.toArray(new String[0]))).as(said.toString()).isZero();
      assertThat(run("plan", "-f", folder.resolve("run.yaml").toString(), "--json")).isZero();

      assertThat(server.authorizations).containsOnly("Bearer " + KEY);
    }
    assertThat(folder.resolve("work/judge/vegetarian-words/records.jsonl"))
        .content()
        .contains("***");
    assertThat(folder.resolve("work/train/rollouts/step-000001.jsonl")).content().contains("***");
    holdsNoKey();
  }

  @Test
  void anErrorShowsItNowhere() throws IOException {
    for (int status : List.of(400, 401, 500)) {
      ScriptedServer.Act echo =
          (exchange, request) ->
              ScriptedServer.status(status, exchange.getRequestHeaders().getFirst("Authorization"))
                  .answer(exchange, request);
      try (var server = ScriptedServer.of(echo)) {
        assertThat(run("judge", "check", "-f", document(server.url()))).isNotZero();
      }
    }
    assertThat(said.toString()).contains("***");
    holdsNoKey();
  }
}
