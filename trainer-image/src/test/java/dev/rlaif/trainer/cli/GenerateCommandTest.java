package dev.rlaif.trainer.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.rlaif.trainer.llama.LlamaModel;
import dev.rlaif.trainer.lora.LoraPolicy;
import dev.rlaif.trainer.lora.LoraShape;
import dev.rlaif.trainer.lora.Policy.Group;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

@SuppressWarnings("NullAway.Init")
class GenerateCommandTest {
  private static final Path MODEL = Path.of("..", "examples", "models", "food-small");

  @TempDir Path folder;
  private Path prompts;

  @BeforeEach
  void writePrompts() throws IOException {
    prompts =
        Files.writeString(
            folder.resolve("prompts.jsonl"),
            "{\"question\": \"What should I cook tonight?\"}\nWhat should I cook tonight?\n");
  }

  @Test
  void answersEachLine() throws IOException {
    List<JsonNode> answers = generate("--greedy");
    assertThat(answers).hasSize(2);
    JsonNode answer = answers.get(0);
    assertThat(answer.path("ids")).isEqualTo(answers.get(1).path("ids"));
    assertThat(answer.path("promptIds")).isNotEmpty();
    assertThat(answer.path("ids")).hasSameSizeAs(answer.path("logProbs"));
    assertThat(answer.path("text").asText()).isNotBlank();
    assertThat(answer.path("finish").asText()).isIn("stop", "length");
    try (Stream<Path> files = Files.list(folder)) {
      assertThat(files.map(file -> file.getFileName().toString()))
          .containsExactlyInAnyOrder("prompts.jsonl", "out.jsonl");
    }
  }

  @Test
  void sameSeedSameAnswers() throws IOException {
    List<JsonNode> first = generate("--seed", "3", "--temperature", "2");
    assertThat(generate("--seed", "3", "--temperature", "2", "--batch", "1"))
        .extracting(answer -> answer.path("ids"))
        .isEqualTo(first.stream().map(answer -> answer.path("ids")).toList());
    assertThat(generate("--seed", "4", "--temperature", "2")).isNotEqualTo(first);
  }

  @Test
  void adapterChangesTheAnswers() throws IOException {
    Path adapter = folder.resolve("adapter");
    try (LlamaModel base = LlamaModel.load(MODEL);
        LoraPolicy policy = LoraPolicy.create(base, LoraShape.allLinear(4, 8), 1)) {
      float[] flat = policy.parameters(Group.LORA);
      Arrays.fill(flat, 0.05f);
      policy.setParameters(Group.LORA, flat);
      policy.saveAdapter(adapter, "food-small");
    }
    assertThat(generate("--greedy", "--adapter", adapter.toString()))
        .isNotEqualTo(generate("--greedy"));
  }

  @Test
  void benchReportsEachRepetition() throws IOException {
    for (String kind : List.of("decode", "train")) {
      StringWriter out = new StringWriter();
      int exit =
          new CommandLine(new BenchCommand())
              .setOut(new PrintWriter(out))
              .execute(
                  kind,
                  "--model",
                  MODEL.toString(),
                  "--batch",
                  "2",
                  "--prompt-tokens",
                  "3",
                  "--new-tokens",
                  "4",
                  "--rank",
                  "2",
                  "--repetitions",
                  "2");
      assertThat(exit).isZero();
      List<String> lines = out.toString().lines().toList();
      assertThat(lines).hasSize(2);
      JsonNode second = new ObjectMapper().readTree(lines.get(1));
      assertThat(second.path("bench").asText()).isEqualTo(kind);
      assertThat(second.path("repetition").asInt()).isEqualTo(1);
      assertThat(second.path("tokensPerSecond").asDouble()).isPositive();
      assertThat(second.path("millisecondsPerStep").asDouble()).isPositive();
    }
  }

  @Test
  void stopTextsEndAnswers() throws IOException {
    List<JsonNode> whole = generate("--greedy");
    String text = whole.get(0).path("text").asText();
    String stop = text.substring(4, 7);
    JsonNode stopped = generate("--greedy", "--stop", "not there", "--stop", stop).get(0);
    assertThat(stopped.path("finish").asText()).isEqualTo("stop");
    assertThat(stopped.path("text").asText()).contains(stop);
    assertThat(text).startsWith(stopped.path("text").asText());
    assertThat(stopped.path("ids").size()).isLessThan(whole.get(0).path("ids").size());
  }

  private List<JsonNode> generate(String... options) throws IOException {
    Path out = folder.resolve("out.jsonl");
    List<String> arguments = new ArrayList<>();
    arguments.addAll(List.of("--model", MODEL.toString(), "--prompts", prompts.toString()));
    arguments.addAll(List.of("--max-new-tokens", "12", "--out", out.toString()));
    arguments.addAll(Arrays.asList(options));
    int exit = new CommandLine(new GenerateCommand()).execute(arguments.toArray(new String[0]));
    assertThat(exit).isZero();
    List<JsonNode> lines = new ArrayList<>();
    for (String line : Files.readAllLines(out)) {
      lines.add(new ObjectMapper().readTree(line));
    }
    return lines;
  }
}
