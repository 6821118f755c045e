package dev.rlaif.trainer.cli;

import static dev.rlaif.trainer.chat.ScriptedServer.saying;
import static org.assertj.core.api.Assertions.assertThat;

import dev.rlaif.trainer.chat.ScriptedServer;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringReader;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(60)
class JudgeCommandTest {
  @TempDir Path folder = Path.of("/nowhere");

  private final StringWriter out = new StringWriter();
  private final StringWriter err = new StringWriter();

  private int run(String... arguments) {
    return Main.commandLine(Map.of())
        .setOut(new PrintWriter(out, true))
        .setErr(new PrintWriter(err, true))
        .execute(arguments);
  }

  private String file(String url, String examples) throws IOException {
    Path file = folder.resolve("judge.yaml");
    Files.writeString(
        file,
        "apiVersion: rlaif.dev/v1alpha1\n"
            + "kind: RewardJudge\n"
            + "metadata: {name: strict}\n"
            + "spec:\n"
            + "  endpoint: {url: '"
            + url
            + "', model: judge-7b, retries: 0}\n"
            + "  prompt: {template: 'Score {answer}'}\n"
            + "  validation: {examples: {inline: ["
            + examples
            + "]}}\n");
    return file.toString();
  }

  @Test
  void provesAJudgeBehindAnEndpointAndPaysForItOnce() throws IOException {
    String pairs = "{prompt: a, good: tofu, bad: ham}, {prompt: b, good: rice and tofu, bad: beef}";
    try (var server = ScriptedServer.of(saying(u -> u.contains("tofu") ? "0.95" : "0.02"))) {
      String file = file(server.url(), pairs);
      String workspace = folder.resolve("work").toString();

      assertThat(run("judge", "check", "-f", file, "--workspace", workspace)).isZero();
      assertThat(out.toString()).contains("accuracy            1.0000", "PASSED", "judge-7b");
      int asked = server.requests.size();
      assertThat(run("judge", "check", "-f", file, "--workspace", workspace, "--json")).isZero();
      assertThat(server.requests).hasSize(asked + 1);
    }
    assertThat(folder.resolve("work/judge/strict/proof.json")).isNotEmptyFile();
    assertThat(folder.resolve("work/judge/strict/records.jsonl")).isNotEmptyFile();
    assertThat(folder.resolve("work/judge/strict/proof.html"))
        .content()
        .contains("This judge may score a run");
  }

  @Test
  void tellsWhatAProofCostsWithoutAWorkspace() throws IOException {
    try (var server = ScriptedServer.of(saying(u -> u.contains("tofu") ? "0.95" : "0.02"))) {
      String file = file(server.url(), "{prompt: a, good: tofu, bad: ham}");
      Path priced = Path.of(file);
      Files.writeString(
          priced,
          Files.readString(priced)
              .replace("retries: 0", "retries: 0, promptPrice: 10, completionPrice: 100"));

      assertThat(run("judge", "check", "-f", file)).as(err.toString()).isZero();
      int calls = server.requests.size() - 1; // the first one asks whether anybody answers
      assertThat(out.toString())
          .contains(
              "%d requests, %d + %d tokens, cost 0.0%03d"
                  .formatted(calls, 7 * calls, 3 * calls, Math.round(3.7 * calls)));
    }
  }

  @Test
  void asksAPersonAndComparesThePersonWithTheJudge() throws IOException {
    String pairs =
        "{prompt: a, good: tofu one, bad: ham one}, {prompt: b, good: tofu two, bad: ham two},"
            + " {prompt: c, good: tofu three, bad: ham three},"
            + " {prompt: d, good: tofu four, bad: ham four}";
    try (var server = ScriptedServer.of(saying(u -> u.contains("four") ? "0.5" : "0.02"))) {
      String file = file(server.url(), pairs);
      String work = folder.resolve("work").toString();
      String[] command = {
        "judge", "check", "-f", file, "--workspace", work, "--labels", "3", "--as", "ann"
      };

      assertThat(typing("g\nwhat\nB\nq\n", command)).as(err.toString()).isZero();
      assertThat(out.toString())
          .contains("--- 1 of 3", "\"what\" is none of them", "Stopped", "of 2 agree", "kappa")
          .containsPattern("you say good, the judge 0.02: tofu");
      assertThat(out.toString().split("you and the judge", 2)[0]).doesNotContain("0.");
      assertThat(Files.readAllLines(folder.resolve("work/judge/strict/labels.jsonl"))).hasSize(2);
      out.getBuffer().setLength(0);
      assertThat(typing("skip\ngood\n", command)).isZero();
      assertThat(out.toString())
          .contains("2 answers are labelled already", "--- 3 of 3")
          .containsPattern("you and the judge: \\d of 3 agree .*95 % .*kappa")
          .containsPattern("you and the file:  \\d of 3 agree");
    }
    assertThat(folder.resolve("work/judge/strict/labels.jsonl"))
        .content()
        .contains("\"who\":\"ann\"", "\"opinion\":\"skip\"", "\"time\":\"2");
  }

  @Test
  void labelsNeedAPlace() throws IOException {
    String file = file("http://127.0.0.1:1/v1", "{prompt: a, good: tofu, bad: ham}");

    assertThat(run("judge", "check", "-f", file, "--labels")).isEqualTo(42);
    assertThat(err.toString()).contains("--workspace DIR");
  }

  private int typing(String typed, String... arguments) {
    return Main.commandLine(Map.of(), new StringReader(typed))
        .setOut(new PrintWriter(out, true))
        .setErr(new PrintWriter(err, true))
        .execute(arguments);
  }

  @Test
  void failsWithTheFiguresOfAJudgeThatIsWrong() throws IOException {
    try (var server = ScriptedServer.of(saying(u -> u.contains("tofu") ? "0.02" : "0.95"))) {
      String file = file(server.url(), "{prompt: a, good: tofu, bad: ham}");

      assertThat(run("judge", "check", "-f", file)).isEqualTo(42);
    }
    assertThat(out.toString())
        .contains("FAILED", "accuracy is 0.0000, must be at least 0.8500", "answer: tofu");
  }

  @Test
  void namesTheEndpointThatNobodyAnswersAt() throws IOException {
    String file = file("http://127.0.0.1:1/v1", "{prompt: a, good: tofu, bad: ham}");

    assertThat(run("judge", "check", "-f", file)).isEqualTo(1);
    assertThat(err.toString())
        .contains("RewardJudge strict", "http://127.0.0.1:1/v1", "curl")
        .doesNotContain("\tat ");
  }

  @Test
  void showsAllProblemsOfADocument() throws IOException {
    String file = file("ftp://nowhere", "{prompt: a, good: tofu, bad: tofu}");

    assertThat(run("judge", "check", "-f", file)).isEqualTo(42);
    assertThat(err.toString()).contains("2 to correct", "http://", "same text");
  }

  @Test
  void writesThePromptsOfARun() throws IOException {
    Path questions = folder.resolve("q.txt");
    Files.writeString(questions, "soup\nrice\nbread\n" + numbered());
    Path file = folder.resolve("run.yaml");
    Files.writeString(
        file,
        "apiVersion: rlaif.dev/v1alpha1\n"
            + "kind: RewardJudge\n"
            + "metadata: {name: words}\n"
            + "spec: {wordlist: {forbid: [ham]}}\n"
            + "---\n"
            + "apiVersion: rlaif.dev/v1alpha1\n"
            + "kind: RlaifRun\n"
            + "metadata: {name: small}\n"
            + "spec:\n"
            + "  model: {uri: /models/small}\n"
            + "  judgeRef: {name: words, requireValidated: false}\n"
            + "  prompts: {files: [{uri: '"
            + questions
            + "'}], heldOut: 10}\n"
            + "  algorithm: {type: PPO}\n"
            + "  training: {gpus: 0, steps: 1}\n");
    String workspace = folder.resolve("work").toString();

    assertThat(run("prompts", "-f", file.toString(), "--workspace", workspace))
        .as(err.toString())
        .isZero();

    assertThat(out.toString()).contains("33 prompts to train on, 10 held out");
    assertThat(folder.resolve("work/prompts/held-out.jsonl")).isNotEmptyFile();
  }

  private static String numbered() {
    var text = new StringBuilder();
    for (int i = 0; i < 40; i++) {
      text.append("What about dish ").append(i).append('\n');
    }
    return text.toString();
  }
}
