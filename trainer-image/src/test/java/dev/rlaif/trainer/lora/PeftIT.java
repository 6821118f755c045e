package dev.rlaif.trainer.lora;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import dev.rlaif.trainer.llama.LlamaModel;
import dev.rlaif.trainer.lora.Policy.Adapter;
import dev.rlaif.trainer.lora.Policy.Group;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The real PEFT reads what this engine wrote, and transformers what it merged. */
@SuppressWarnings("NullAway.Init")
class PeftIT {
  private static final Path FAMILIES = Path.of("src", "test", "resources", "families");
  private static final List<String> NAMES = List.of("llama-3.1", "mistral", "qwen2.5", "qwen3");
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final List<Sequence> SEQUENCES =
      List.of(
          new Sequence(new int[] {1, 8, 30, 4}, new int[] {5, 6, 7, 39, 3, 2, 20}),
          new Sequence(new int[] {1, 22, 9, 3, 14, 11, 35}, new int[] {12, 12, 4}));

  @TempDir Path folder;

  @Test
  void theirLogProbabilitiesAreOurs() throws IOException, InterruptedException {
    ArrayNode jobs = JSON.createArrayNode();
    List<float[][]> ours = new ArrayList<>();
    for (String name : NAMES) {
      ours.add(write(name));
      jobs.addObject()
          .put("model", FAMILIES.resolve(name).toAbsolutePath().toString())
          .put("adapter", folder.resolve(name).resolve("adapter").toString())
          .put("merged", folder.resolve(name).resolve("merged").toString())
          .set("sequences", sequences());
    }
    JsonNode theirs = theirs(jobs);
    for (int i = 0; i < NAMES.size(); i++) {
      assertSame(NAMES.get(i), ours.get(i), theirs.path(i).path("adapter"));
      assertSame(NAMES.get(i) + " merged", ours.get(i), theirs.path(i).path("merged"));
    }
  }

  /** Saves and merges a random adapter; our log-probabilities with it. */
  private float[][] write(String name) {
    LoraShape shape =
        new LoraShape(
            4,
            6,
            0.1,
            name.equals("qwen3"),
            LoraModules.of(LoraTarget.modules()),
            new LoraPatterns(Map.of("layers.1.mlp.down_proj", 5), Map.of("(q|k)_proj", 3.0)));
    Path model = FAMILIES.resolve(name);
    Path adapter = folder.resolve(name).resolve("adapter");
    try (LlamaModel base = LlamaModel.load(model);
        LoraPolicy policy = LoraPolicy.create(base, shape, 1)) {
      float[] flat = policy.parameters(Group.LORA);
      Random random = new Random(3);
      for (int i = 0; i < flat.length; i++) {
        flat[i] = (float) (0.3 * random.nextGaussian());
      }
      policy.setParameters(Group.LORA, flat);
      policy.saveAdapter(adapter, name);
      new AdapterMerge(model, adapter).write(folder.resolve(name).resolve("merged"), 9000);
      return policy.score(SEQUENCES, Adapter.ON).logProbs();
    }
  }

  private static ArrayNode sequences() {
    ArrayNode sequences = JSON.createArrayNode();
    for (Sequence sequence : SEQUENCES) {
      sequences
          .addObject()
          .putPOJO("promptIds", sequence.promptIds())
          .putPOJO("tokenIds", sequence.responseIds());
    }
    return sequences;
  }

  private JsonNode theirs(ArrayNode jobs) throws IOException, InterruptedException {
    Path in = folder.resolve("jobs.json");
    Path out = folder.resolve("results.json");
    Path said = folder.resolve("said");
    JSON.writeValue(in.toFile(), jobs);
    Process python =
        new ProcessBuilder(
                "../e2e/vllm",
                "python",
                Path.of("src", "test", "python", "peft_reads.py").toAbsolutePath().toString(),
                in.toString(),
                out.toString())
            .redirectErrorStream(true)
            .redirectOutput(said.toFile())
            .start();
    assertThat(python.waitFor()).as(() -> read(said)).isZero();
    return JSON.readTree(out.toFile());
  }

  private static String read(Path file) {
    try {
      return Files.readString(file);
    } catch (IOException e) {
      return e.toString();
    }
  }

  private static void assertSame(String what, float[][] ours, JsonNode theirs) {
    for (int b = 0; b < ours.length; b++) {
      assertThat(theirs.path(b)).hasSize(ours[b].length);
      for (int t = 0; t < ours[b].length; t++) {
        assertThat((double) ours[b][t])
            .as("%s, sequence %d, token %d", what, b, t)
            .isCloseTo(theirs.path(b).path(t).asDouble(), within(1e-4));
      }
    }
  }
}
