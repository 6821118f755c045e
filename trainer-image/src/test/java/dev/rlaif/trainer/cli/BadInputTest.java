package dev.rlaif.trainer.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Documents, prompts and files that are wrong: one message, exit code 42, nothing trained. */
@Timeout(120)
class BadInputTest {
  private static final String TRAIN = "bundled://vegetarian/train.jsonl";
  private static final String HELD_OUT =
      "      - {uri: bundled://vegetarian/heldout.jsonl, split: heldOut}\n";

  private final Path folder;
  private final Shell shell;

  BadInputTest(@TempDir Path folder) {
    this.folder = folder;
    this.shell = new Shell(folder);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "lora: {rank: 16} | lora: {rnk: 16} | spec.lora.rnk | did you mean spec.lora.rank",
        "lora: {rank: 16} | lora: {rank: sixteen} | spec.lora.rank | sixteen",
        "name: vegetarian-words} | name: nobody} | spec.judgeRef.name | vegetarian-words",
        "kind: RlaifRun | kind: RlaifWalk | documents | there is no RlaifRun",
      })
  void documentThatIsWrong(String written, String instead, String where, String what)
      throws IOException {
    assertThat(shell.run("run", Shell.example().replace(written, instead), List.of()))
        .isEqualTo(42);
    shell.refused(where, what);
    assertThat(shell.workspace).doesNotExist();
  }

  @Test
  void allProblemsAtOnce() throws IOException {
    List<String> sets =
        List.of("--set", "lora.rank=0", "--set", "rollout.topP=0.5", "--set", "nothing.here=1");
    assertThat(shell.run("run", Shell.example(), sets)).isEqualTo(42);
    shell.refused("3 to correct", "spec.lora.rank", "spec.rollout.topP", "nothing");
  }

  @Test
  void whatTheTrainerDoesNotDo() throws IOException {
    List<String> sets =
        List.of(
            "--set", "algorithm.overrides.kl={estimator: full}", "--set", "rollout.engine=vllm");
    assertThat(shell.run("train", Shell.example(), sets)).isEqualTo(42);
    shell.refused("2 that this trainer does not do", "estimator", "spec.rollout.engine");
    assertThat(shell.run("train", Shell.example(), List.of("--set", "suspend=true"))).isEqualTo(42);
    shell.refused("spec.suspend is true", "set it to false");
    assertThat(shell.workspace).doesNotExist();
  }

  @Test
  void fileThatDoesNotExist() {
    assertThat(shell.run("run", "-f", folder.resolve("none.yaml").toString())).isEqualTo(42);
    shell.refused("none.yaml", "there is no such file");
  }

  @Test
  void noFileAtAll() {
    for (String command : List.of("run", "train", "evaluate", "serve")) {
      assertThat(shell.run(command)).isEqualTo(42);
      shell.refused("-f FILE");
    }
    assertThat(shell.run("plan")).isEqualTo(42);
    shell.refused("there is no RlaifRun");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "'' | is empty",
        "{\"question\": \"Soup?\"} | the only question",
        "{\"questions\": \"Soup?\"} | field \"question\" is missing"
      })
  void promptFileThatIsWrong(String text, String what) throws IOException {
    Path prompts = Files.writeString(folder.resolve("prompts.jsonl"), text);
    String document = Shell.example().replace(TRAIN, prompts.toString());
    assertThat(shell.run("train", document, List.of())).isEqualTo(42);
    shell.refused("prompts.jsonl", what);
    assertThat(shell.workspace.resolve("prompts/manifest.json")).doesNotExist();
  }

  @Test
  void moreHeldOutThanThereIs() throws IOException {
    String questions =
        IntStream.range(0, 20)
            .mapToObj(i -> "What goes with dish number " + i + i + "?\n")
            .collect(Collectors.joining());
    Path prompts = Files.writeString(folder.resolve("prompts.txt"), questions);
    String document = Shell.example().replace(HELD_OUT, "").replace(TRAIN, prompts.toString());
    assertThat(shell.run("train", document, List.of())).isEqualTo(42);
    shell.refused("spec.prompts.heldOut is 100", "smaller heldOut");
  }

  @ParameterizedTest
  @CsvSource({"model, 42", "prompts, 42", "out, 1"})
  void generateWithoutItsFiles(String missing, int exit) throws IOException {
    Path prompts = Files.writeString(folder.resolve("prompts.txt"), "Soup?\n");
    Path nowhere = prompts.resolve(missing);
    assertThat(
            shell.run(
                "generate",
                "--model",
                (missing.equals("model") ? nowhere : Shell.MODEL).toString(),
                "--prompts",
                (missing.equals("prompts") ? nowhere : prompts).toString(),
                "--out",
                (missing.equals("out") ? nowhere : folder.resolve("out.jsonl")).toString()))
        .isEqualTo(exit);
    shell.refused(nowhere.toString());
    assertThat(folder.resolve("out.jsonl")).doesNotExist();
  }
}
