package dev.rlaif.trainer.cli;

import static dev.rlaif.trainer.chat.ScriptedServer.saying;
import static org.assertj.core.api.Assertions.assertThat;

import dev.rlaif.trainer.chat.ScriptedServer;
import dev.rlaif.trainer.evaluate.EvaluationSample;
import dev.rlaif.trainer.evaluate.JudgedAnswer;
import dev.rlaif.trainer.judge.JudgementStatus;
import dev.rlaif.trainer.rollout.FinishReason;
import dev.rlaif.trainer.stage.JsonLines;
import dev.rlaif.trainer.tracking.RolloutLog;
import dev.rlaif.trainer.tracking.RolloutRow;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Another judge on the answers that a run kept. */
@Timeout(60)
class JudgeRescoreTest {
  private final Path folder;
  private final Shell shell;

  JudgeRescoreTest(@TempDir Path folder) {
    this.folder = folder;
    this.shell = new Shell(folder);
  }

  @BeforeEach
  void keepsAnswers() throws IOException {
    var log = new RolloutLog(folder.resolve("run/train/rollouts"));
    for (long step = 1; step <= 3; step++) {
      List<RolloutRow> rows = new ArrayList<>();
      for (int sample = 0; sample < 4; sample++) {
        rows.add(
            row(step, sample, sample % 2 == 0 ? "tofu " + step + sample : "ham " + step + sample));
      }
      log.write(step, rows);
    }
    var base = new JudgedAnswer("ham", 3, true, null, JudgementStatus.OK, 0.1, "", null);
    var tuned = new JudgedAnswer("tofu", 3, true, null, JudgementStatus.TIMEOUT, null, "", null);
    Files.createDirectories(folder.resolve("run/evaluation"));
    Files.writeString(
        folder.resolve("run/evaluation/samples.jsonl"),
        JsonLines.text(List.of(new EvaluationSample("h1", "Dinner?", "greedy", base, tuned))));
  }

  private static RolloutRow row(long step, int sample, String answer) {
    double p = answer.startsWith("tofu") ? 0.9 : 0.1;
    return new RolloutRow(
        step,
        sample,
        "p" + sample,
        "Lunch?",
        answer,
        3,
        3,
        FinishReason.STOP,
        JudgementStatus.OK,
        p,
        0.0,
        0.0,
        0.0,
        0.0,
        0.0,
        0.0,
        0.0,
        0.0,
        "",
        1,
        0,
        step - 1);
  }

  private int rescore(String url, String... more) throws IOException {
    Path file =
        Files.writeString(
            folder.resolve("judge.yaml"),
            "apiVersion: rlaif.dev/v1alpha1\n"
                + "kind: RewardJudge\n"
                + "metadata: {name: second}\n"
                + "spec: {endpoint: {url: '"
                + url
                + "', model: m, retries: 0}, prompt: {template: 'Score {answer}'}}\n");
    List<String> arguments = new ArrayList<>(List.of("judge", "rescore", "-f", file.toString()));
    arguments.addAll(List.of("--workspace", folder.resolve("run").toString()));
    arguments.addAll(List.of(more));
    return shell.run(arguments.toArray(new String[0]));
  }

  @Test
  void scoresEveryKeptAnswerOnceAndComparesTheJudges() throws IOException {
    ScriptedServer.Act likesTofu = saying(user -> user.contains("tofu") ? "0.8" : "0.3");
    try (var server = ScriptedServer.of(likesTofu)) {
      assertThat(rescore(server.url())).as(shell.err()).isZero();
      assertThat(shell.out())
          .contains("answers       14, 13 with both scores", "correlation   1.0000")
          .contains("agreement     1.0000", "kappa 1.0000")
          .containsPattern("step 2 +4 +0.5000 +0.5500")
          .containsPattern("greedy tuned +1 +- +0.8000");
      int asked = server.requests.size();
      assertThat(asked).isEqualTo(15);

      assertThat(rescore(server.url())).isZero();
      assertThat(server.requests).hasSize(asked + 1);
    }
    Path out = folder.resolve("run/judge/second/rescored.jsonl");
    assertThat(Files.readAllLines(out)).hasSize(14);
    assertThat(out).content().contains("\"place\":\"greedy base\"", "\"firstP\":0.1", "\"p\":0.3");
    assertThat(Files.readAllLines(folder.resolve("run/judge/second/records.jsonl"))).hasSize(14);
  }

  @Test
  void scoresSomeStepsIntoAFile() throws IOException {
    Path out = folder.resolve("some.jsonl");
    try (var server = ScriptedServer.of(saying(user -> "0.6"))) {
      assertThat(rescore(server.url(), "--step", "2..3", "--out", out.toString(), "--json"))
          .as(shell.err())
          .isZero();
    }
    assertThat(Files.readAllLines(out)).hasSize(8).allMatch(line -> !line.contains("step 1\""));
    assertThat(shell.out()).contains("\"answers\" : 8", "\"agreement\" : 0.5");
  }

  @Test
  void saysWhatIsNotThere() throws IOException {
    assertThat(rescore("http://127.0.0.1:1/v1", "--step", "7..9")).isEqualTo(42);
    shell.refused("has nothing of steps 7 to 9: it has steps 1 to 3");
    assertThat(rescore("http://127.0.0.1:1/v1", "--step", "9..7")).isEqualTo(42);
    shell.refused("--step 9..7");
    assertThat(rescore("http://127.0.0.1:1/v1")).isEqualTo(1);
    shell.refused("RewardJudge second spec.endpoint", "curl");
  }
}
