package dev.rlaif.trainer.cli;

import static dev.rlaif.trainer.chat.ScriptedServer.saying;
import static dev.rlaif.trainer.chat.ScriptedServer.status;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.rlaif.trainer.chat.ScriptedServer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** A judge that goes away while a model is trained against it. */
@Timeout(120)
class JudgeOutageTest {
  private final Shell shell;

  JudgeOutageTest(@TempDir Path folder) {
    this.shell = new Shell(folder);
  }

  private static String document(String url, int outageLimitSeconds) throws IOException {
    String run = Shell.example().split("\n---\n", 2)[1].replace("minUsefulRatio: 0.95, ", "");
    return "apiVersion: rlaif.dev/v1alpha1\n"
        + "kind: RewardJudge\n"
        + "metadata: {name: vegetarian-words}\n"
        + "spec: {endpoint: {url: '"
        + url
        + "', model: m, retries: 1, outageLimitSeconds: "
        + outageLimitSeconds
        + "}, prompt: {template: 'Score {answer}'}}\n---\n"
        + run;
  }

  /** Scores the base model's answers, then is down for a time that begins with the first step. */
  private ScriptedServer server(Duration down) throws IOException {
    Path measured = shell.workspace.resolve("train/base-scores.json");
    var back = new AtomicLong();
    ScriptedServer.Act good = saying(user -> user.length() % 2 == 0 ? "0.9" : "0.2");
    return ScriptedServer.of(
        (exchange, request) -> {
          long now = System.nanoTime();
          boolean up = !Files.exists(measured);
          if (!up) {
            back.compareAndSet(0, now + down.toNanos());
          }
          (up || now - back.get() > 0 ? good : status(503, "loading")).answer(exchange, request);
        });
  }

  @Test
  void trainingPausesAndGoesOn() throws IOException {
    List<String> sets = List.of("--set", "judgeRef.requireValidated=false");
    try (var server = server(Duration.ofSeconds(2))) {
      assertThat(shell.run("train", document(server.url(), 600), sets)).as(shell.err()).isZero();
    }
    assertThat(shell.out())
        .contains("paused: the judge vegetarian-words is down for", "503", "goes on after")
        .doesNotContain("judge missing");
    assertThat(shell.workspace.resolve("adapter/adapter_config.json")).exists();
  }

  @Test
  void trainingEndsWithACheckpointAfterTheLongestOutage() throws IOException {
    List<String> sets =
        List.of("--set", "judgeRef.requireValidated=false", "--set", "training.steps=2");
    Path firstStep = shell.workspace.resolve("train/rollouts/step-000001.jsonl");
    ScriptedServer.Act downAfterOneStep =
        (exchange, request) ->
            (Files.exists(firstStep) ? status(503, "loading") : says(request))
                .answer(exchange, request);
    try (var server = ScriptedServer.of(downAfterOneStep)) {
      assertThat(shell.run("train", document(server.url(), 1), sets)).isEqualTo(1);
    }
    shell.refused(
        "the judge vegetarian-words was lost",
        "down for longer than 1 s",
        "503",
        "a checkpoint of step 1 was written");
    assertThat(shell.workspace.resolve("train/checkpoints/step-000001")).isDirectory();
  }

  private static ScriptedServer.Act says(JsonNode request) {
    return ScriptedServer.says(request.toString().length() % 2 == 0 ? "0.9" : "0.2");
  }
}
