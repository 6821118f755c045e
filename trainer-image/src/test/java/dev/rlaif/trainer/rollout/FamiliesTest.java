package dev.rlaif.trainer.rollout;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.rlaif.trainer.llama.LlamaModel;
import dev.rlaif.trainer.lora.AdapterMerge;
import dev.rlaif.trainer.lora.ForwardPass;
import dev.rlaif.trainer.lora.LoraPolicy;
import dev.rlaif.trainer.lora.LoraShape;
import dev.rlaif.trainer.lora.Policy.Adapter;
import dev.rlaif.trainer.lora.Sequence;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Random models of every family, with adapters of every kind, against what transformers and PEFT
 * compute with them in fp32: {@code src/test/python/families.py} makes the files.
 */
class FamiliesTest {
  private static final Path FAMILIES = Path.of("src", "test", "resources", "families");
  private static final double TOLERANCE = 1e-4;

  /** A greedy answer, and the log-probabilities of the whole vocabulary at each of its tokens. */
  private record Golden(
      int[] promptIds, int[] tokenIds, double[][] logProbs, int @Nullable [] penalised) {}

  @ParameterizedTest
  @ValueSource(
      strings = {
        "llama-2",
        "llama-3.1",
        "llama-3.2",
        "llama-linear",
        "smollm2",
        "mistral",
        "qwen2.5",
        "qwen3"
      })
  void computesAsTransformersAndPeftDo(String family) throws IOException {
    Path folder = FAMILIES.resolve(family);
    try (LlamaModel base = LlamaModel.load(folder);
        LoraPolicy policy = LoraPolicy.create(base, LoraShape.read(folder.resolve("adapter")), 1)) {
      policy.loadAdapter(folder.resolve("adapter"));
      for (Adapter adapter : Adapter.values()) {
        List<Golden> golden = golden(folder, adapter);
        assertGenerated(policy, adapter, golden);
        assertScored(golden, sequences -> policy.score(sequences, adapter).logProbs());
      }
      assertScored(golden(folder, Adapter.ON), sequences -> trained(policy, sequences));
    }
  }

  @Test
  void stepsOfFixedShapesDoTheSame() throws IOException {
    for (String family : List.of("mistral", "qwen2.5", "qwen3")) {
      Path folder = FAMILIES.resolve(family);
      try (LlamaModel base = LlamaModel.load(folder)) {
        List<Golden> golden = golden(folder, Adapter.OFF);
        List<Completion> answers =
            new BatchedGenerator(base, new int[0], 2)
                .with(Decoding.STATIC)
                .generate(requests(golden), Sampling.greedy(10), answer -> {});
        for (int i = 0; i < golden.size(); i++) {
          assertThat(answers.get(i).ids()).as(family).isEqualTo(golden.get(i).tokenIds());
        }
      }
    }
  }

  @Test
  void everyLayerOfAPackedAdapterHasTheSameRanks() {
    for (String family : List.of("llama-linear", "mistral", "qwen3")) {
      Path folder = FAMILIES.resolve(family);
      try (LlamaModel base = LlamaModel.load(folder);
          LoraPolicy policy =
              LoraPolicy.create(base, LoraShape.read(folder.resolve("adapter")), 1);
          NDManager scope = base.newScope()) {
        List<NDArray> parts = policy.pack(scope, Adapter.ON).parts();
        assertThat(parts).hasSize(16);
        for (int part = 0; part < 8; part++) {
          assertThat(parts.get(part).getShape()).isEqualTo(parts.get(8 + part).getShape());
        }
      }
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"llama-3.1", "llama-linear", "smollm2", "mistral", "qwen2.5", "qwen3"})
  void aMergedFolderAnswersAsBaseAndAdapter(String family, @TempDir Path out) throws IOException {
    Path folder = FAMILIES.resolve(family);
    Path merged = out.resolve("merged");
    int files = new AdapterMerge(folder, folder.resolve("adapter")).write(merged, 8000);
    assertThat(files).isGreaterThan(2);
    assertThat(merged.resolve("model.safetensors.index.json")).exists();
    List<Golden> golden = golden(folder, Adapter.ON);
    try (LlamaModel base = LlamaModel.load(merged);
        LoraPolicy policy = LoraPolicy.create(base, LoraShape.allLinear(1, 1), 1)) {
      assertGenerated(policy, Adapter.OFF, golden);
    }
    assertThatThrownBy(() -> new AdapterMerge(folder, folder.resolve("adapter")).write(merged, 1))
        .hasMessageContaining("is not empty");
  }

  @Test
  void punishesRepetitionAsTransformersDoes() throws IOException {
    for (String family : List.of("llama-2", "qwen3")) {
      Path folder = FAMILIES.resolve(family);
      try (LlamaModel base = LlamaModel.load(folder)) {
        List<Golden> golden = golden(folder, Adapter.OFF);
        Sampling sampling = new Sampling(0, 1, 0, 0, 10, 1.6);
        for (Decoding decoding : List.of(Decoding.DYNAMIC, Decoding.STATIC)) {
          List<Completion> answers =
              new BatchedGenerator(base, new int[0], 2)
                  .with(decoding)
                  .generate(requests(golden), sampling, answer -> {});
          for (int i = 0; i < golden.size(); i++) {
            int[] expected = Objects.requireNonNull(golden.get(i).penalised());
            assertThat(answers.get(i).ids()).as(family).isEqualTo(expected);
            assertThat(expected).isNotEqualTo(golden.get(i).tokenIds());
          }
        }
      }
    }
  }

  /** Prefill of both prompts together, then decode steps over the cache. */
  private static void assertGenerated(LoraPolicy policy, Adapter adapter, List<Golden> golden) {
    int vocabulary = golden.get(0).logProbs()[0].length;
    List<List<TokenChances>> chances = List.of(new ArrayList<>(), new ArrayList<>());
    List<Completion> answers =
        new BatchedGenerator(policy, adapter, new int[0], 8)
            .generate(
                requests(golden),
                Sampling.greedy(10),
                answer -> {},
                new TokenListener() {
                  @Override
                  public boolean token(int index, int tokenId) {
                    return true;
                  }

                  @Override
                  public int wantedChances(int index) {
                    return vocabulary;
                  }

                  @Override
                  public void chances(int index, TokenChances told) {
                    chances.get(index).add(told);
                  }
                });
    for (int i = 0; i < golden.size(); i++) {
      assertThat(answers.get(i).ids())
          .as("adapter %s", adapter)
          .isEqualTo(golden.get(i).tokenIds());
      for (int t = 0; t < golden.get(i).tokenIds().length; t++) {
        TokenChances told = chances.get(i).get(t);
        double[] expected = golden.get(i).logProbs()[t];
        assertThat(told.topIds()).hasSize(vocabulary);
        for (int k = 0; k < vocabulary; k++) {
          assertThat((double) told.topLogProbs()[k])
              .as("adapter %s, prompt %d, token %d, id %d", adapter, i, t, told.topIds()[k])
              .isCloseTo(expected[told.topIds()[k]], within(TOLERANCE));
        }
      }
    }
  }

  private static void assertScored(
      List<Golden> golden, Function<List<Sequence>, float[][]> scores) {
    float[][] scored =
        scores.apply(
            golden.stream().map(row -> new Sequence(row.promptIds(), row.tokenIds())).toList());
    for (int i = 0; i < golden.size(); i++) {
      for (int t = 0; t < scored[i].length; t++) {
        assertThat((double) scored[i][t])
            .isCloseTo(golden.get(i).logProbs()[t][golden.get(i).tokenIds()[t]], within(TOLERANCE));
      }
    }
  }

  private static float[][] trained(LoraPolicy policy, List<Sequence> sequences) {
    try (ForwardPass pass = policy.forward(sequences)) {
      return pass.scores().logProbs();
    }
  }

  private static List<GenerationRequest> requests(List<Golden> golden) {
    List<GenerationRequest> requests = new ArrayList<>();
    for (Golden row : golden) {
      requests.add(new GenerationRequest(requests.size(), row.promptIds(), 0));
    }
    return requests;
  }

  private static List<Golden> golden(Path folder, Adapter adapter) throws IOException {
    ObjectMapper json = new ObjectMapper();
    List<Golden> golden = new ArrayList<>();
    JsonNode root = json.readTree(folder.resolve("golden.json").toFile());
    for (JsonNode row : root.path(adapter == Adapter.ON ? "tuned" : "base")) {
      golden.add(json.treeToValue(row, Golden.class));
    }
    assertThat(golden).isNotEmpty();
    return golden;
  }
}
