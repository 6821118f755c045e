package dev.rlaif.trainer.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Variants of one document, each a short run of its own. */
@Timeout(300)
class CompareCommandTest {
  private static final List<String> SMALL =
      List.of(
          "--set", "prompts.heldOut=10",
          "--set", "evaluation={gpus: 0, samples: 1, gates: {maxViolationRate: 1}}",
          "--set", "algorithm.overrides={learningRate: 0.001}",
          "--set", "rollout.batchSize=4");

  private final Path folder;
  private final Shell shell;

  CompareCommandTest(@TempDir Path folder) {
    this.folder = folder;
    this.shell = new Shell(folder);
  }

  private int compare(String... more) throws IOException {
    List<String> lines = Files.readAllLines(Shell.EXAMPLES.resolve("vegetarian/train.jsonl"));
    Path questions = Files.write(folder.resolve("few.jsonl"), lines.subList(0, 16));
    String document =
        Shell.example().replace("bundled://vegetarian/train.jsonl", questions.toString());
    var arguments = new ArrayList<>(SMALL);
    arguments.addAll(List.of(more));
    return shell.run("compare", document, arguments);
  }

  @Test
  void algorithmsStandSideBySideAndWhatIsFinishedIsNotRepeated() throws IOException {
    String[] both = {
      "--algorithms",
      "GRPO,DPO",
      "--variant",
      "DPO:rollout.maxNewTokens=24",
      "--variant",
      "GRPO:algorithm.overrides.groupSize=2"
    };
    assertThat(compare(both)).as(shell.err()).isZero();
    assertThat(shell.out())
        .containsOnlyOnce("== judge")
        .contains("== compare   GRPO, 1 of 2", "== compare   DPO, 2 of 2")
        .contains("variant", "bad, greedy", " of 10 ");
    JsonNode runs =
        new ObjectMapper()
            .readTree(shell.workspace.resolve("comparison.json").toFile())
            .path("runs");
    assertThat(runs).hasSize(2);
    assertThat(runs.get(1).path("algorithm").asText()).isEqualTo("DPO");
    assertThat(runs.get(1).path("tuned").path("prompts").asInt()).isEqualTo(10);
    assertThat(runs.get(0).path("base").path("prompts").asInt()).isEqualTo(10);
    assertThat(shell.workspace.resolve("comparison.md"))
        .content()
        .startsWith("# vegetarian-small, compared\n\n| variant |")
        .contains("| GRPO | GRPO | ", "| DPO | DPO | ");
    Path shared = shell.workspace.resolve("DPO/judge/vegetarian-words/proof.json");
    assertThat(shared)
        .hasSameBinaryContentAs(shell.workspace.resolve("GRPO/judge/vegetarian-words/proof.json"));

    String first = shell.out().substring(shell.out().indexOf("variant "));
    assertThat(compare(both)).as(shell.err()).isZero();
    assertThat(shell.out()).doesNotContain("== train").contains(first);
  }

  @Test
  void problemsOfAllVariantsAreSaidBeforeAnythingIsDone() throws IOException {
    int exit =
        compare(
            "--algorithms",
            "PPO,RLOO",
            "--variant",
            "RLOO:algorithm.overrides.gamma=1",
            "--variant",
            "odd:lora.rank=0");
    assertThat(exit).isEqualTo(42);
    shell.refused(
        "variant RLOO: 1 to correct", "gamma is read by PPO only", "variant odd: 1 to correct");
    assertThat(shell.workspace).doesNotExist();
  }

  @Test
  void oneVariantIsNoComparison() throws IOException {
    assertThat(compare("--algorithms", "PPO")).isEqualTo(42);
    shell.refused("two variants or more");
    assertThat(compare("--algorithms", "PPO,GRPO", "--variant", "gentle")).isEqualTo(42);
    shell.refused("--variant gentle: give NAME:PATH=VALUE");
  }
}
