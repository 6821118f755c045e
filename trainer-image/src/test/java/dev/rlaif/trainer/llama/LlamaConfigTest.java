package dev.rlaif.trainer.llama;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.rlaif.trainer.llama.TinyModel.Sizes;
import dev.rlaif.trainer.stage.StageFailure;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@SuppressWarnings("NullAway.Init")
class LlamaConfigTest {
  private static final ObjectMapper JSON = new ObjectMapper();

  @TempDir Path folder;

  @Test
  void readsWhatTransformers4Writes() throws IOException {
    LlamaConfig config = read("{}");
    assertThat(config.shape().headSize()).isEqualTo(6);
    assertThat(config.shape().keyValueHeads()).isEqualTo(2);
    assertThat(config.positions()).isEqualTo(64);
    assertThat(config.ropeTheta()).isEqualTo(100);
    assertThat(config.ropeScaling()).isEqualTo(new RopeScaling.Default());
    assertThat(config.tiedHead()).isTrue();
    assertThat(config.stopIds()).containsExactly(2);
  }

  @Test
  void readsWhatTransformers5Writes() throws IOException {
    LlamaConfig config =
        read(
            """
            {"rope_theta": null, "rope_parameters": {"rope_type": "llama3", "rope_theta": 500000.0,
             "factor": 32.0, "low_freq_factor": 1.0, "high_freq_factor": 4.0,
             "original_max_position_embeddings": 8192}}
            """);
    assertThat(config.ropeTheta()).isEqualTo(500000);
    assertThat(config.ropeScaling()).isEqualTo(new RopeScaling.Llama3(32, 1, 4, 8192));
  }

  @Test
  void readsTheOldSpellingOfRopeScaling() throws IOException {
    assertThat(read("{\"rope_scaling\": {\"type\": \"linear\", \"factor\": 2}}").ropeScaling())
        .isEqualTo(new RopeScaling.Linear(2));
  }

  @Test
  void fallsBackForHeads() throws IOException {
    LlamaConfig config = read("{\"head_dim\": null, \"num_key_value_heads\": null}");
    assertThat(config.shape().headSize()).isEqualTo(4);
    assertThat(config.shape().keyValueHeads()).isEqualTo(4);
  }

  @Test
  void unitesTheStopIdsOfBothFiles() throws IOException {
    Files.writeString(
        folder.resolve("generation_config.json"), "{\"eos_token_id\": [9, 2, 7], \"top_p\": 0.9}");
    assertThat(read("{\"eos_token_id\": 5}").stopIds()).containsExactly(2, 5, 7, 9);
  }

  @Test
  void aSlidingWindowIsTheLongestSequence() throws IOException {
    String mistral = "\"model_type\": \"mistral\", \"architectures\": [\"MistralForCausalLM\"]";
    assertThat(read("{\"sliding_window\": 16}").positions()).isEqualTo(16);
    assertThat(read("{" + mistral + ", \"sliding_window\": null}").positions()).isEqualTo(64);
    assertThat(read("{" + mistral + ", \"sliding_window\": 4096}").positions()).isEqualTo(64);
    String qwen = "\"model_type\": \"qwen2\", \"architectures\": [\"Qwen2ForCausalLM\"]";
    assertThat(read("{" + qwen + ", \"sliding_window\": 16}").positions()).isEqualTo(64);
    assertThat(
            read("{" + qwen + ", \"sliding_window\": 16, \"use_sliding_window\": true}")
                .positions())
        .isEqualTo(16);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "{\"model_type\": \"gemma2\"} | model_type: 'gemma2' is not known; known are: llama, mistral, qwen2, qwen3",
        "{\"architectures\": [\"LlamaForSequenceClassification\"]} | LlamaForSequenceClassification",
        "{\"hidden_act\": \"gelu\"} | hidden_act: 'gelu' is not known; known are: silu",
        "{\"rope_scaling\": {\"rope_type\": \"yarn\"}} | 'yarn' is not known; known are: default, linear, llama3",
        "{\"rope_scaling\": {\"rope_type\": \"linear\"}} | rope factor",
        "{\"partial_rotary_factor\": 0.5} | partial_rotary_factor",
        "{\"attention_bias\": true} | attention_bias",
        "{\"mlp_bias\": true} | mlp_bias",
        "{\"sliding_window\": 0} | sliding_window: 0",
        "{\"num_key_value_heads\": 3} | num_key_value_heads: 3 does not divide",
        "{\"head_dim\": 5} | head_dim: 5 is odd",
        "{\"hidden_size\": null} | hidden_size",
        "{\"vocab_size\": -1} | vocab_size: -1 must be a positive integer",
        "{\"num_hidden_layers\": 2.5} | num_hidden_layers: 2.5"
      })
  void refusesByName(String change, String message) {
    assertThatThrownBy(() -> read(change))
        .isInstanceOf(StageFailure.class)
        .hasMessageContaining("config.json")
        .hasMessageContaining(message);
  }

  @Test
  void saysThatAFolderIsNone() {
    assertThatThrownBy(() -> LlamaConfig.read(folder.resolve("missing")))
        .hasMessageContaining("is this a model folder?");
  }

  private LlamaConfig read(String change) throws IOException {
    ObjectNode config = JSON.valueToTree(TinyModel.random(Sizes.GROUPED, true, 1).config());
    for (var entry : ((JsonNode) JSON.readTree(change)).properties()) {
      config.set(entry.getKey(), entry.getValue());
    }
    JSON.writeValue(folder.resolve("config.json").toFile(), config);
    return LlamaConfig.read(folder);
  }
}
