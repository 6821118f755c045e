package dev.rlaif.trainer.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** From prompts or files to pairs, and from pairs to an adapter, in one short step. */
@Timeout(180)
class PairsCommandTest {
  private static final List<String> SMALL =
      List.of(
          "--set", "rollout.maxNewTokens=24",
          "--set", "rollout.batchSize=8",
          "--set", "algorithm.overrides={learningRate: 0.001}");

  private final Path folder;
  private final Shell shell;

  PairsCommandTest(@TempDir Path folder) {
    this.folder = folder;
    this.shell = new Shell(folder);
  }

  /** The example with a few questions of its own. */
  private String document() throws IOException {
    List<String> lines = Files.readAllLines(Shell.EXAMPLES.resolve("vegetarian/train.jsonl"));
    Path questions = Files.write(folder.resolve("few.jsonl"), lines.subList(0, 24));
    return Shell.example()
        .replace("type: PPO", "type: DPO")
        .replace("bundled://vegetarian/train.jsonl", questions.toString());
  }

  @Test
  void pairsAreMadeOnceAndTrainedOn() throws IOException {
    assertThat(shell.run("pairs", document(), SMALL)).as(shell.err()).isZero();
    assertThat(shell.out())
        .contains("== judge", "== prompts", "== pairs", "answering, answers 96 of 96")
        .containsPattern("\\d+ pairs of 24")
        .contains("margin of the scores, mean 0.", "chosen   answers: ");
    Path pairs = shell.workspace.resolve("pairs/pairs.jsonl");
    byte[] made = Files.readAllBytes(pairs);
    assertThat(shell.run("train", document(), SMALL)).as(shell.err()).isZero();
    assertThat(shell.out()).contains("finished already: " + pairs, "adapter in PEFT format");
    assertThat(pairs).hasBinaryContent(made);
    JsonNode metrics =
        new ObjectMapper()
            .readTree(Files.readAllLines(shell.workspace.resolve("train/metrics.jsonl")).get(0));
    assertThat(metrics.path("loss").asDouble()).isBetween(0.69, 0.70);
    assertThat(metrics.has("env/reward_mean")).isFalse();
    assertThat(shell.workspace.resolve("adapter/adapter_model.safetensors")).isNotEmptyFile();
  }

  @Test
  void pairsOfAFileNeedNoJudge() throws IOException {
    String lines =
        IntStream.range(0, 12)
            .mapToObj(
                i ->
                    "{\"prompt\": \"What about %d beans?\", \"chosen\": \"A bean stew.\","
                            .formatted(i)
                        + " \"rejected\": \"A beef stew.\"}")
            .collect(Collectors.joining("\n"));
    Path given = Files.writeString(folder.resolve("given.jsonl"), lines);
    String document =
        document()
            .replace("  algorithm:\n", "  pairs: {files: [{uri: " + given + "}]}\n  algorithm:\n");
    assertThat(shell.run("train", document, SMALL)).as(shell.err()).isZero();
    assertThat(shell.out()).contains("== pairs     of files", "12 pairs of 12");
    assertThat(shell.workspace.resolve("pairs/answers.jsonl")).doesNotExist();

    Files.writeString(given, lines + "\n{\"prompt\": \"Beans?\", \"chosen\": \"Beans.\"}\n");
    var other = new Shell(Files.createDirectory(folder.resolve("other")));
    assertThat(other.run("train", document, SMALL)).isEqualTo(42);
    other.refused("given.jsonl:13", "field \"rejected\" is missing");
  }

  @Test
  void whatIsNoDpoHasNoPairs() throws IOException {
    assertThat(shell.run("pairs", Shell.example(), List.of())).isEqualTo(42);
    shell.refused("spec.algorithm.type is PPO", "pairs are made for DPO only");
  }

  @Test
  void settingsThatCannotWorkTogetherAreAllNamedAtOnce() throws IOException {
    List<String> sets =
        List.of(
            "--set", "algorithm.overrides={beta: 0, labelSmoothing: 0.1, clipRange: 0.2}",
            "--set", "pairs={files: [{uri: pairs.jsonl}]}");
    assertThat(shell.run("pairs", document(), sets)).isEqualTo(42);
    shell.refused(
        "4 to correct",
        "DPO needs a beta above 0",
        "labelSmoothing goes with preferenceLoss robust or conservative",
        "overrides.clipRange is read by PPO and GRPO and RLOO only",
        "spec.pairs.files[0].uri");
  }

  @Test
  void tooFewPairsSayWhatWouldDo() throws IOException {
    List<String> strict = List.of("--set", "algorithm.overrides={minMargin: 1}");
    assertThat(shell.run("train", document(), strict)).isEqualTo(42);
    shell.refused("no pair is left of 24", "24 no margin", "lower minMargin");
  }
}
