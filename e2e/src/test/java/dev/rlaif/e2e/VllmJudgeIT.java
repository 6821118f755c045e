package dev.rlaif.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A judge behind the real vLLM on this machine's CPU. */
@SuppressWarnings("NullAway.Init")
class VllmJudgeIT {
  private static final int PAIRS = 12;

  @TempDir static Path folder;
  private static Vllm vllm;

  @BeforeAll
  static void serve() throws IOException, InterruptedException {
    vllm = Vllm.shared();
  }

  @Test
  void textIsReadOrMissing() throws IOException {
    JsonNode proof = proof("judge-smollm2.yaml", "smollm2-text");
    assertThat(proof.path("passed").asBoolean()).isFalse();
    assertThat(proof.path("expense").path("completionTokens").asLong()).isPositive();
  }

  @Test
  void theProbabilityOfLabelsIsRecorded() throws IOException {
    JsonNode proof = proof("judge-smollm2-probability.yaml", "smollm2-probability");
    assertThat(proof.path("expense").path("completionTokens").asLong())
        .isPositive()
        .isEqualTo(proof.path("expense").path("requests").asLong());
    assertThat(folder.resolve("smollm2-probability/judge/smollm2-probability/records.jsonl"))
        .content()
        .containsPattern("\"labelMass\":0\\.\\d+");
  }

  private static JsonNode proof(String document, String judge) throws IOException {
    Path examples = Checkout.ROOT.resolve("examples");
    List<String> all = Files.readAllLines(examples.resolve("vegetarian/pairs.jsonl"));
    Path pairs = Files.write(folder.resolve("pairs.jsonl"), all.subList(0, PAIRS));
    Path file = folder.resolve(document);
    Files.writeString(
        file,
        Files.readString(examples.resolve(document))
            .replace("http://127.0.0.1:8011/v1", vllm.url())
            .replace("bundled://vegetarian/pairs.jsonl", pairs.toString()));
    Path workspace = folder.resolve(judge);
    Rlaif.Ended ended =
        Rlaif.run("judge", "check", "-f", file.toString(), "--workspace", workspace.toString());
    assertThat(ended.exitCode()).as(ended.output()).isEqualTo(42);
    assertThat(ended.output()).contains("FAILED", "attacks");
    assertThat(workspace.resolve("judge/" + judge + "/proof.html")).isNotEmptyFile();
    return new ObjectMapper()
        .readTree(workspace.resolve("judge/" + judge + "/proof.json").toFile());
  }
}
