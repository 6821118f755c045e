package dev.rlaif.trainer.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rlaif.trainer.chat.ScriptedServer;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Judges that cannot be trained against. */
@Timeout(120)
class BadJudgeTest {
  private static final String VALIDATION =
      ", validation: {examples: {inline: [{prompt: a, good: tofu, bad: ham}]}}";

  private final Shell shell;

  BadJudgeTest(@TempDir Path folder) {
    this.shell = new Shell(folder);
  }

  private static String document(String url, String validation) throws IOException {
    String run = Shell.example().split("\n---\n", 2)[1].replace("minUsefulRatio: 0.95, ", "");
    return "apiVersion: rlaif.dev/v1alpha1\n"
        + "kind: RewardJudge\n"
        + "metadata: {name: vegetarian-words}\n"
        + "spec: {endpoint: {url: '"
        + url
        + "', model: judge-7b, retries: 0}, prompt: {template: 'Score {answer}'}"
        + validation
        + "}\n---\n"
        + run;
  }

  @Test
  void nobodyAnswers() throws IOException {
    assertThat(shell.run("run", document("http://127.0.0.1:1/v1", VALIDATION), List.of()))
        .isEqualTo(1);
    shell.refused("RewardJudge vegetarian-words spec.endpoint", "http://127.0.0.1:1/v1", "curl");
  }

  @Test
  void answersWithAPage() throws IOException {
    try (var server = ScriptedServer.of(ScriptedServer.body("<html>hello</html>"))) {
      assertThat(shell.run("run", document(server.url(), VALIDATION), List.of())).isEqualTo(42);
    }
    shell.refused("RewardJudge vegetarian-words spec.endpoint");
  }

  @ParameterizedTest
  @ValueSource(strings = {"run", "train"})
  void answersNonsense(String command) throws IOException {
    try (var server = ScriptedServer.of(ScriptedServer.says("banana"))) {
      assertThat(shell.run(command, document(server.url(), VALIDATION), List.of())).isEqualTo(42);
    }
    shell.refused("falls short of its gates", "proof.json");
    assertThat(shell.workspace.resolve("train")).doesNotExist();
  }

  @Test
  void wordsThatFailTheirProof() throws IOException {
    List<String> sets = List.of("--set", "judge.wordlist.minWords=60");
    assertThat(shell.run("run", Shell.example(), sets)).isEqualTo(42);
    shell.refused("falls short of its gates");
    assertThat(shell.out()).contains("FAILED");
    assertThat(shell.workspace.resolve("train")).doesNotExist();
  }

  @Test
  void fallsSilentWhileTraining() throws IOException {
    try (var server = ScriptedServer.of(ScriptedServer.says("banana"))) {
      List<String> sets = List.of("--set", "judgeRef.requireValidated=false");
      assertThat(shell.run("train", document(server.url(), ""), sets)).isEqualTo(1);
    }
    shell.refused("16 of the last 16 answers", "spec.training.maxJudgeErrorRate", "records.jsonl");
    assertThat(shell.workspace.resolve("train/checkpoints/step-000001")).isDirectory();
  }
}
