package dev.rlaif.trainer.llama;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.rlaif.trainer.llama.TinyModel.Sizes;
import dev.rlaif.trainer.llama.TinyModel.Tensor;
import dev.rlaif.trainer.stage.StageFailure;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What the loader refuses; that it loads what it should is proved where log-probabilities are. */
@SuppressWarnings("NullAway.Init")
class LlamaModelTest {
  private static final String GATE = "model.layers.1.mlp.gate_proj.weight";

  @TempDir Path folder;
  private TinyModel tiny;

  @BeforeEach
  void write() {
    tiny = TinyModel.random(Sizes.GROUPED, false, 1);
    tiny.write(folder);
  }

  @ParameterizedTest
  @ValueSource(strings = {GATE, "model.norm.weight", "lm_head.weight", "model.embed_tokens.weight"})
  void namesAMissingTensor(String name) throws IOException {
    tiny.tensors().remove(name);
    rewrite();
    assertRefused("tensor " + name + " is missing");
  }

  @Test
  void namesASurplusTensor() throws IOException {
    tiny.tensors().put("model.layers.2.mlp.up_proj.weight", new Tensor(List.of(1), new float[1]));
    rewrite();
    assertRefused("tensor model.layers.2.mlp.up_proj.weight has no place in a llama model of 2");
  }

  @Test
  void namesATensorOfAnotherShape() throws IOException {
    tiny.tensors().put(GATE, new Tensor(List.of(16, 24), new float[16 * 24]));
    rewrite();
    assertRefused("tensor " + GATE + " has shape [16, 24], but config.json makes it [24, 16]");
  }

  @ParameterizedTest
  @ValueSource(floats = {Float.NaN, Float.POSITIVE_INFINITY, Float.NEGATIVE_INFINITY})
  void namesATensorThatIsNotFinite(float value) throws IOException {
    Objects.requireNonNull(tiny.tensors().get(GATE)).elements()[7] = value;
    rewrite();
    assertRefused("tensor " + GATE + " holds numbers that are not finite");
  }

  @Test
  void refusesIdsThatTheEmbeddingDoesNotHave() {
    LlamaConfig config = LlamaConfig.read(folder);
    config.requireKnown(new int[] {0, 40});
    for (int id : new int[] {-1, 41}) {
      assertThatThrownBy(() -> config.requireKnown(new int[] {3, id}))
          .isInstanceOf(StageFailure.class)
          .hasMessageContaining("token id " + id)
          .hasMessageContaining("41 rows");
    }
  }

  @Test
  void loadsOldCheckpointsThatRepeatFrequenciesAndATiedHead() throws IOException {
    tiny = TinyModel.random(Sizes.GROUPED, true, 1);
    tiny.write(folder);
    tiny.tensors()
        .put("model.layers.0.self_attn.rotary_emb.inv_freq", new Tensor(List.of(3), new float[3]));
    tiny.tensors().put("lm_head.weight", new Tensor(List.of(41, 16), new float[41 * 16]));
    rewrite();
    try (LlamaModel model = LlamaModel.load(folder)) {
      assertThat(model.trainableWeights().head()).isSameAs(model.trainableWeights().embedding());
    }
  }

  @Test
  void namesAShardThatIsNotThere() throws IOException {
    Path sharded = folder.resolve("sharded");
    tiny.write(sharded, "F32", 3);
    Files.delete(sharded.resolve("model-00002-of-00003.safetensors"));
    assertThatThrownBy(() -> LlamaModel.load(sharded))
        .hasMessageContaining("model-00002-of-00003.safetensors: no such file");
  }

  @Test
  void refusesAnIndexThatDisagreesWithItsShards() throws IOException {
    index(Map.of("a", "model.safetensors"));
    assertRefused("which it does not say");
    TinyModel.writeTensors(folder.resolve("empty.safetensors"), "F32", Map.of());
    index(Map.of("a", "empty.safetensors"));
    assertRefused("tensor a is not in empty.safetensors");
    index(Map.of());
    assertRefused("weight_map is missing or empty");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"../other/model.safetensors", "/tmp/a.safetensors", "..", "", "config.json"})
  void refusesAnIndexThatLeavesItsFolder(String file) throws IOException {
    index(Map.of("a", file));
    assertRefused("'" + file + "'");
  }

  private void index(Map<String, String> weightMap) throws IOException {
    new ObjectMapper()
        .writeValue(
            folder.resolve("model.safetensors.index.json").toFile(),
            Map.of("weight_map", weightMap));
  }

  private void rewrite() throws IOException {
    TinyModel.writeTensors(folder.resolve("model.safetensors"), "F32", tiny.tensors());
  }

  private void assertRefused(String message) {
    assertThatThrownBy(() -> LlamaModel.load(folder))
        .isInstanceOf(StageFailure.class)
        .hasMessageContaining(message);
  }
}
