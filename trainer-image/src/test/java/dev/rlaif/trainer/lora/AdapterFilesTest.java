package dev.rlaif.trainer.lora;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.rlaif.api.v1alpha1.Lora;
import dev.rlaif.trainer.llama.LlamaModel;
import dev.rlaif.trainer.llama.SafetensorsFile;
import dev.rlaif.trainer.llama.StoredTensor;
import dev.rlaif.trainer.llama.TinyModel;
import dev.rlaif.trainer.llama.TinyModel.Sizes;
import dev.rlaif.trainer.llama.TinyModel.Tensor;
import dev.rlaif.trainer.lora.Policy.Group;
import dev.rlaif.trainer.stage.StageFailure;
import java.io.IOException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@SuppressWarnings("NullAway.Init")
class AdapterFilesTest {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final LoraShape SHAPE =
      new LoraShape(4, 8, 0.1, true, List.of("q_proj", "k_proj", "up_proj"));

  @TempDir Path folder;
  private LlamaModel base;
  private LoraPolicy policy;
  private Path adapter;

  @BeforeEach
  void save() {
    base = LlamaModel.load(TinyModel.random(Sizes.GROUPED, true, 1).write(folder.resolve("base")));
    policy = LoraPolicy.create(base, SHAPE, 1);
    float[] flat = policy.parameters(Group.LORA);
    for (int i = 0; i < flat.length; i++) {
      flat[i] = i * 0.01f;
    }
    policy.setParameters(Group.LORA, flat);
    adapter = folder.resolve("adapter");
    policy.saveAdapter(adapter, "some/base-model");
  }

  @AfterEach
  void close() {
    policy.close();
    base.close();
  }

  @Test
  void anotherPolicyOfTheSameShapeReadsWhatOneWrote() {
    try (LoraPolicy other = LoraPolicy.create(base, LoraShape.read(adapter), 2)) {
      assertThat(other.shape()).isEqualTo(SHAPE);
      other.loadAdapter(adapter);
      assertThat(other.parameters(Group.LORA)).isEqualTo(policy.parameters(Group.LORA));
    }
  }

  @Test
  void tensorsHavePeftNamesAndShapes() {
    Map<String, StoredTensor> stored = SafetensorsFile.read(weights());
    assertThat(stored).hasSize(2 * 3 * 2);
    assertThat(stored.get("base_model.model.model.layers.1.self_attn.k_proj.lora_A.weight"))
        .satisfies(tensor -> assertThat(tensor.shape()).containsExactly(4, 16));
    assertThat(stored.get("base_model.model.model.layers.1.self_attn.k_proj.lora_B.weight"))
        .satisfies(tensor -> assertThat(tensor.shape()).containsExactly(12, 4));
    assertThat(stored.get("base_model.model.model.layers.0.mlp.up_proj.lora_B.weight"))
        .satisfies(tensor -> assertThat(tensor.shape()).containsExactly(24, 4));
  }

  @Test
  void configurationHasTheKeysThatPeftAndVllmRead() throws IOException {
    assertThat(config())
        .isEqualTo(
            JSON.readTree(
                """
                {"peft_type": "LORA", "task_type": "CAUSAL_LM",
                 "base_model_name_or_path": "some/base-model", "revision": null, "r": 4,
                 "lora_alpha": 8, "lora_dropout": 0.1,
                 "target_modules": ["q_proj", "k_proj", "up_proj"], "bias": "none",
                 "fan_in_fan_out": false, "inference_mode": true, "use_rslora": true,
                 "use_dora": false, "modules_to_save": null, "rank_pattern": {},
                 "alpha_pattern": {}, "layers_to_transform": null, "peft_version": "0.18.0"}
                """));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "{\"r\": 8} | rank r 8, this policy has 4",
        "{\"lora_alpha\": 4} | lora_alpha 4.0, this policy has 8.0",
        "{\"use_rslora\": false} | use_rslora false, this policy has true",
        "{\"target_modules\": [\"q_proj\"]} | target_modules [QUERY]",
        "{\"target_modules\": [\"lm_head\"]} | 'lm_head' is not known",
        "{\"target_modules\": null} | target_modules must be a list",
        "{\"target_modules\": \"all-linear\"} | target_modules [QUERY, KEY, VALUE, OUT",
        "{\"target_modules\": \"(\"} | no regular expression",
        "{\"target_modules\": []} | LoRA targets are empty",
        "{\"use_dora\": true} | DoRA",
        "{\"modules_to_save\": [\"lm_head\"]} | modules_to_save must be null",
        "{\"bias\": \"all\"} | bias must be none",
        "{\"fan_in_fan_out\": true} | fan_in_fan_out",
        "{\"rank_pattern\": {\"q_proj\": 2}} | rank of model.layers.0.self_attn.q_proj 2, this policy has 4",
        "{\"rank_pattern\": {\"q_proj\": 0}} | rank of 'q_proj' is 0",
        "{\"alpha_pattern\": {\"layers.1.mlp.up_proj\": 2}} | scale of model.layers.1.mlp.up_proj 1.0",
        "{\"layers_to_transform\": [0]} | rank of model.layers.1.self_attn.q_proj 0",
        "{\"exclude_modules\": [\"up_proj\"]} | target_modules [QUERY, KEY], this",
        "{\"exclude_modules\": \"up.*\"} | exclude_modules must be a list",
        "{\"layers_pattern\": \"blocks\"} | layers_pattern must be null",
        "{\"init_lora_weights\": \"pissa\"} | 'pissa' changes the base model",
        "{\"lora_bias\": true} | lora_bias is set to true, not known here",
        "{\"trainable_token_indices\": [3]} | trainable_token_indices is set to [3], not known here",
        "{\"peft_type\": \"IA3\"} | peft_type must be LORA",
        "{\"r\": null} | r is missing",
        "{\"lora_alpha\": null} | lora_alpha is missing"
      })
  void refusesAnotherShapeOrKind(String change, String message) throws IOException {
    ObjectNode config = (ObjectNode) config();
    JSON.readTree(change).properties().forEach(e -> config.set(e.getKey(), e.getValue()));
    JSON.writeValue(adapter.resolve("adapter_config.json").toFile(), config);
    assertRefused(message);
  }

  @Test
  void refusesTensorsThatAreMissingSurplusOrOfAnotherShape() throws IOException {
    Map<String, Tensor> tensors = new LinkedHashMap<>();
    for (StoredTensor tensor : SafetensorsFile.read(weights()).values()) {
      tensors.put(tensor.name(), new Tensor(tensor.shape(), tensor.toFloatArray()));
    }
    String name = "base_model.model.model.layers.0.mlp.up_proj.lora_A.weight";
    tensors.put("base_model.model.lm_head.lora_A.weight", new Tensor(List.of(1), new float[1]));
    TinyModel.writeTensors(weights(), "F32", tensors);
    assertRefused("tensor base_model.model.lm_head.lora_A.weight has no place");
    tensors.put(name, new Tensor(List.of(4, 17), new float[4 * 17]));
    TinyModel.writeTensors(weights(), "F32", tensors);
    assertRefused(name + " has shape [4, 17], but model and rank make it [4, 16]");
    tensors.remove(name);
    TinyModel.writeTensors(weights(), "F32", tensors);
    assertRefused(name + " is missing");
  }

  @Test
  void patternsOfARunStandInTheConfigurationInTheirOrder() throws IOException {
    LoraShape shape =
        LoraShape.of(
            lora(Map.of("layers.1.mlp.up_proj", 3, "(k|q)_proj", 6), Map.of("k_proj", 2.5)));
    try (LoraPolicy patterned = LoraPolicy.create(base, shape, 1)) {
      patterned.saveAdapter(adapter, "some/base-model");
    }
    assertThat(config().get("rank_pattern").toString())
        .isEqualTo("{\"(k|q)_proj\":6,\"layers.1.mlp.up_proj\":3}");
    assertThat(config().get("alpha_pattern").toString()).isEqualTo("{\"k_proj\":2.5}");
    assertThat(LoraShape.read(adapter)).isEqualTo(shape);
    Map<String, StoredTensor> stored = SafetensorsFile.read(weights());
    String layer = "base_model.model.model.layers.1.";
    assertThat(stored)
        .hasEntrySatisfying(
            layer + "mlp.up_proj.lora_A.weight", a -> assertThat(a.shape()).containsExactly(3, 16));
    assertThat(stored)
        .hasEntrySatisfying(
            layer + "self_attn.k_proj.lora_A.weight",
            a -> assertThat(a.shape()).containsExactly(6, 16));
    assertThat(stored)
        .hasEntrySatisfying(
            layer + "self_attn.v_proj.lora_A.weight",
            a -> assertThat(a.shape()).containsExactly(4, 16));
    assertThat(shape.scale(LoraTarget.KEY, 0)).isEqualTo(2.5 / 6);
    assertThat(shape.scale(LoraTarget.QUERY, 0)).isEqualTo(4.0 / 6);
  }

  @Test
  void patternsThatChangeNothingAreRefusedForAModel() {
    LoraShape.of(lora(Map.of("layers.1.mlp.up_proj", 3), Map.of("k_proj", 2.0)))
        .requireMatches(base.config().shape());
    assertThatThrownBy(
            () ->
                LoraShape.of(lora(Map.of("layers.7.mlp.up_proj", 3), Map.of()))
                    .requireMatches(base.config().shape()))
        .isInstanceOf(StageFailure.class)
        .hasMessageContaining("'layers.7.mlp.up_proj' matches no module of this model's 2 layers");
  }

  private static Lora lora(Map<String, Integer> ranks, Map<String, Double> alphas) {
    return new Lora(
        4, 4.0, 0.0, List.of(dev.rlaif.api.v1alpha1.LoraTarget.values()), false, ranks, alphas);
  }

  @Test
  void saysThatAFolderHoldsNoAdapter() {
    assertThatThrownBy(() -> policy.loadAdapter(folder))
        .hasMessageContaining("is this a PEFT adapter folder?");
  }

  private Path weights() {
    return adapter.resolve("adapter_model.safetensors");
  }

  private JsonNode config() throws IOException {
    return JSON.readTree(adapter.resolve("adapter_config.json").toFile());
  }

  private void assertRefused(String message) {
    assertThatThrownBy(() -> policy.loadAdapter(adapter))
        .isInstanceOf(StageFailure.class)
        .hasMessageContaining(message);
  }
}
