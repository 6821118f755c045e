package dev.rlaif.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The commands that need no run. */
class CommandsIT {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final String MODEL = "examples/models/food-small";
  private static final String EXAMPLE = "examples/vegetarian-small.yaml";

  @TempDir private Path temp;

  @Test
  void helpNamesEveryCommand() {
    assertThat(succeeded("--help"))
        .contains(
            "run", "plan", "judge", "prompts", "train", "evaluate", "serve", "generate", "bench");
  }

  @Test
  void unknownCommandIsAUsageError() {
    Rlaif.Ended ended = Rlaif.run("trian");
    assertThat(ended.exitCode()).isEqualTo(2);
    assertThat(ended.output()).contains("trian").contains("train");
  }

  @Test
  void planShowsWhatARunWouldDo() throws IOException {
    assertThat(succeeded("plan", "-f", EXAMPLE)).contains("vegetarian-small", "PPO", "modern");
    JsonNode plan =
        JSON.readTree(succeeded("plan", "-f", EXAMPLE, "--set", "training.steps=7", "--json"));
    assertThat(plan.path("spec").path("training").path("steps").asInt()).isEqualTo(7);
    assertThat(plan.path("algorithm").path("miniBatchSize").asInt()).isEqualTo(16);
  }

  @Test
  void planNamesTheFieldThatIsWrong() {
    Rlaif.Ended ended = Rlaif.run("plan", "-f", EXAMPLE, "--set", "lora.rank=0");
    assertThat(ended.exitCode()).isEqualTo(42);
    assertThat(ended.output()).contains("spec.lora.rank");
  }

  @Test
  void generateAnswersEveryPrompt() throws IOException {
    Path prompts = Files.writeString(temp.resolve("prompts.txt"), "What is for dinner?\nA soup?\n");
    Path out = temp.resolve("answers.jsonl");
    succeeded(
        "generate",
        "--model",
        MODEL,
        "--prompts",
        prompts.toString(),
        "--out",
        out.toString(),
        "--greedy",
        "--max-new-tokens",
        "24");
    List<String> lines = Files.readAllLines(out);
    assertThat(lines).hasSize(2);
    for (String line : lines) {
      JsonNode answer = JSON.readTree(line);
      assertThat(answer.path("text").asText()).isNotBlank();
      assertThat(answer.path("ids").size())
          .isBetween(1, 24)
          .isEqualTo(answer.path("logProbs").size());
    }
  }

  @Test
  void benchMeasuresDecoding() throws IOException {
    String out =
        succeeded(
            "bench",
            "decode",
            "--model",
            MODEL,
            "--batch",
            "4",
            "--new-tokens",
            "8",
            "--repetitions",
            "2");
    List<String> lines = out.lines().toList();
    assertThat(lines).hasSize(2);
    JsonNode second = JSON.readTree(lines.get(1));
    assertThat(second.path("bench").asText()).isEqualTo("decode");
    assertThat(second.path("batch").asInt()).isEqualTo(4);
    assertThat(second.path("tokensPerSecond").asDouble()).isPositive();
  }

  /** Output of a command; what a build said before the first one is left out. */
  private static String succeeded(String... arguments) {
    Rlaif.Ended ended = Rlaif.run(arguments);
    assertThat(ended.exitCode()).as(ended.output()).isZero();
    return ended.output().replaceFirst("^rlaif: building.*\\R", "");
  }
}
