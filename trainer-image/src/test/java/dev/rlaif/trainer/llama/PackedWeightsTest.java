package dev.rlaif.trainer.llama;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import dev.rlaif.trainer.kernel.CachedTokens;
import dev.rlaif.trainer.kernel.ComputeTarget;
import dev.rlaif.trainer.kernel.KeyValueCache;
import dev.rlaif.trainer.kernel.PackedBatch;
import dev.rlaif.trainer.kernel.PackedWeights;
import dev.rlaif.trainer.kernel.Weights;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Packed weights against the same weights as they are. */
class PackedWeightsTest {
  private static final int CAPACITY = 32;
  private static final List<int[]> PROMPTS = List.of(new int[] {5, 9, 2, 17, 4}, new int[] {8, 3});

  @ParameterizedTest
  @ValueSource(
      strings = {
        "../examples/models/food-small",
        "src/test/resources/families/smollm2",
        "src/test/resources/families/llama-2",
        "src/test/resources/families/mistral",
        "src/test/resources/families/qwen2.5",
        "src/test/resources/families/qwen3"
      })
  void saysWhatWeightsAsTheyAreSay(String folder) {
    try (LlamaModel model = LlamaModel.load(Path.of(folder));
        NDManager scope = model.newScope()) {
      assertThat(model.weights() != model.trainableWeights())
          .isEqualTo(PackedWeights.isSupported(model.placement()));
      List<float[]> packed = greedy(model, scope, model.weights());
      List<float[]> plain = greedy(model, scope, asTheyAre(Path.of(folder), model, scope));
      for (int i = 0; i < plain.size(); i++) {
        assertThat(packed.get(i)).containsExactly(plain.get(i), within(1e-4f));
      }
    }
  }

  private static Weights asTheyAre(Path folder, LlamaModel model, NDManager scope) {
    return new WeightLoader(folder, model.config(), ModelFiles.read(folder), scope, model.kernels())
        .load();
  }

  @ParameterizedTest
  @ValueSource(strings = {"smollm2", "llama-2"})
  void aModelForInferenceHoldsNothingElse(String family) {
    Path folder = Path.of("src/test/resources/families", family);
    try (LlamaModel whole = LlamaModel.load(folder);
        LlamaModel part = LlamaModel.load(folder, ComputeTarget.CPU, LlamaModel.Use.INFERENCE);
        NDManager scope = whole.newScope()) {
      List<float[]> expected = greedy(whole, scope, whole.weights());
      List<float[]> actual = greedy(part, scope, part.weights());
      for (int i = 0; i < expected.size(); i++) {
        assertThat(actual.get(i)).isEqualTo(expected.get(i));
      }
      assertThatThrownBy(part::trainableWeights).hasMessageContaining("loaded for inference");
    }
  }

  /**
   * Log-probabilities of the whole vocabulary behind the prompts, then behind the likeliest tokens.
   */
  private static List<float[]> greedy(LlamaModel model, NDManager scope, Weights weights) {
    KeyValueCache cache =
        KeyValueCache.allocate(
            scope, model.kernels(), model.config().shape(), PROMPTS.size(), CAPACITY);
    long[] slots = new long[PROMPTS.stream().mapToInt(prompt -> prompt.length).sum()];
    List<int[]> last = new ArrayList<>();
    int token = 0;
    for (int b = 0; b < PROMPTS.size(); b++) {
      for (int t = 0; t < PROMPTS.get(b).length; t++) {
        slots[token++] = cache.slot(b, t);
      }
      last.add(new int[] {PROMPTS.get(b).length - 1});
    }
    NDArray logits =
        model
            .kernels()
            .prefill(
                weights,
                PackedBatch.of(scope, PROMPTS, last),
                cache,
                scope.create(slots),
                List.of());
    List<float[]> said = new ArrayList<>();
    for (int step = 0; step < 8; step++) {
      said.add(logits.logSoftmax(1).toFloatArray());
      long[] positions = new long[PROMPTS.size()];
      long[] next = new long[PROMPTS.size()];
      for (int b = 0; b < PROMPTS.size(); b++) {
        positions[b] = PROMPTS.get(b).length + step;
        next[b] = cache.slot(b, (int) positions[b]);
      }
      CachedTokens tokens =
          CachedTokens.ofEachRow(
              logits.argMax(1),
              scope.create(positions),
              scope.create(next),
              PROMPTS.get(0).length + step + 1);
      logits = model.kernels().decode(weights, tokens, cache, List.of());
    }
    return said;
  }
}
