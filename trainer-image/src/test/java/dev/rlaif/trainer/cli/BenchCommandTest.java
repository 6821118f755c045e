package dev.rlaif.trainer.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.rlaif.trainer.kernel.ModelShape;
import dev.rlaif.trainer.llama.LlamaConfig;
import dev.rlaif.trainer.llama.LlamaModel;
import dev.rlaif.trainer.llama.RopeScaling;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@SuppressWarnings("NullAway.Init")
class BenchCommandTest {
  private static final String[] SMALL = {
    "--device", "cpu", "--batch", "2", "--prompt-tokens", "4", "--new-tokens", "5", "--rank", "2"
  };

  @TempDir Path folder;

  @Test
  void tellsSpeedBesideWhatTheMachineCouldDo() throws IOException {
    for (String kind : List.of("decode", "train")) {
      List<JsonNode> lines = lines(0, "bench", kind, "--model", Shell.MODEL.toString());
      assertThat(lines).hasSize(3);
      assertThat(lines.get(0).path("bench").asText()).isEqualTo(kind);
      assertThat(lines.get(0).path("device").asText()).isEqualTo("cpu float32");
      for (String figure :
          List.of(
              "tokensPerSecond",
              "millisecondsPerStep",
              "peakMemoryMiB",
              "gigabytesPerSecond",
              "teraOperationsPerSecond")) {
        assertThat(lines.get(2).path(figure).asDouble()).as(figure).isPositive();
      }
    }
  }

  @Test
  void makesStepsOfAlgorithmsWithAndWithoutGroups() throws IOException {
    for (String algorithm : List.of("PPO", "RLOO")) {
      JsonNode line = said(0, step(algorithm)).get(0);
      assertThat(line.path("optimiserSteps").asInt()).as(algorithm).isEqualTo(2);
      assertThat(line.path("samplesPerSecond").asDouble()).as(algorithm).isPositive();
      assertThat(line.path("gradNorm").asDouble()).as(algorithm).isPositive();
    }
    Shell shell = new Shell(folder);
    assertThat(shell.run(step("GRPO"))).isEqualTo(42);
    assertThat(shell.err()).contains("--batch a multiple of 8");
  }

  private static String[] step(String algorithm) {
    String model = Shell.MODEL.toString();
    return ("bench step --device cpu --repetitions 1 --epochs 2 --batch 4 --prompt-tokens 4"
            + " --new-tokens 5 --rank 2 --algorithm "
            + algorithm
            + " --model "
            + model)
        .split(" ", -1);
  }

  @Test
  void checksADeviceAgainstTheCpu() throws IOException {
    for (JsonNode line : lines(0, "bench", "check")) {
      assertThat(line.path("passes").asBoolean()).as(line.toString()).isTrue();
      assertThat(line.path("found").asDouble()).isLessThan(1e-4);
    }
    List<JsonNode> half = lines(0, "bench", "check", "--precision", "bfloat16");
    assertThat(half.get(0).path("found").asDouble()).isGreaterThan(1e-4);
  }

  @Test
  void tellsTheMemoryThatLoadingTakes() throws IOException {
    JsonNode line = lines(0, "bench", "load", "--model", Shell.MODEL.toString()).get(0);
    assertThat(line.path("weightsMiB").asLong()).isEqualTo(9);
    assertThat(line.path("seconds").asDouble()).isPositive();
    assertThat(line.path("peakOverWeights").asDouble()).isGreaterThan(1);
    assertThat(line.path("peakMemoryMiB").asLong())
        .isGreaterThanOrEqualTo(line.path("processMiB").asLong());
  }

  @Test
  void writesCheckpointsThatLoad() {
    LlamaConfig config =
        new LlamaConfig(
            "llama",
            64,
            new ModelShape(16, 24, 4, 2, 4, 2, 1e-5),
            32,
            10000,
            new RopeScaling.Default(),
            false,
            List.of());
    new RandomCheckpoint(config).write(folder.resolve("made"));
    try (LlamaModel made = LlamaModel.load(folder.resolve("made"))) {
      assertThat(made.config()).isEqualTo(config);
    }
  }

  @Test
  void saysWhatToGive() {
    Shell shell = new Shell(folder);
    assertThat(shell.run("bench", "decode")).isEqualTo(42);
    assertThat(shell.err()).contains("either --model or --random-weights");
    assertThat(shell.run("bench", "decode", "--random-weights", "9x")).isEqualTo(42);
    assertThat(shell.err()).contains("known are: [135m, 1b, 7b, 8b]");
    assertThat(shell.run("bench", "fly")).isEqualTo(42);
    assertThat(shell.err()).contains("bench fly is not known: decode, train, ");
    assertThat(shell.run("bench", "check", "--device", "tpu")).isEqualTo(42);
    assertThat(shell.err()).contains("device 'tpu' is not known");
  }

  private List<JsonNode> lines(int exit, String... arguments) throws IOException {
    String[] all = Arrays.copyOf(arguments, arguments.length + SMALL.length);
    System.arraycopy(SMALL, 0, all, arguments.length, SMALL.length);
    return said(exit, all);
  }

  private List<JsonNode> said(int exit, String... arguments) throws IOException {
    Shell shell = new Shell(folder);
    assertThat(shell.run(arguments)).as(shell.err()).isEqualTo(exit);
    ObjectMapper json = new ObjectMapper();
    return shell
        .out()
        .lines()
        .map(
            line -> {
              try {
                return json.readTree(line);
              } catch (IOException e) {
                throw new UncheckedIOException(e);
              }
            })
        .toList();
  }
}
