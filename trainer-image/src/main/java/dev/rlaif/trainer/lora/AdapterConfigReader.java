package dev.rlaif.trainer.lora;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.rlaif.trainer.stage.StageFailure;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Reads PEFT's adapter_config.json. What is set and not known here is refused by name: an adapter
 * that is computed in part is worse than none.
 */
final class AdapterConfigReader {
  private static final Set<String> READ =
      Set.of(
          "peft_type",
          "r",
          "lora_alpha",
          "lora_dropout",
          "use_rslora",
          "target_modules",
          "exclude_modules",
          "layers_to_transform",
          "layers_pattern",
          "rank_pattern",
          "alpha_pattern",
          "bias",
          "init_lora_weights");

  /** Notes about the training, and settings of parts that other keys turn on. */
  private static final Set<String> WITHOUT_EFFECT =
      Set.of(
          "auto_mapping",
          "base_model_name_or_path",
          "revision",
          "task_type",
          "inference_mode",
          "peft_version",
          "runtime_config",
          "megatron_config",
          "megatron_core",
          "loftq_config",
          "eva_config",
          "qalora_group_size",
          "ensure_weight_tying");

  private static final Map<String, String> REASONS =
      Map.of(
          "use_dora", "DoRA (use_dora) is not known",
          "modules_to_save",
              "modules_to_save must be null: whole trained modules are not part of a LoRA adapter"
                  + " here",
          "fan_in_fan_out", "fan_in_fan_out must be false");

  /** Beginnings of A and B that leave the base as it is; others (PiSSA, OLoRA) change it. */
  private static final Set<String> PLAIN_BEGINNINGS =
      Set.of("", "true", "false", "gaussian", "orthogonal", "eva");

  private static final ObjectMapper JSON = new ObjectMapper();

  private final Path file;
  private final JsonNode config;

  AdapterConfigReader(Path folder) {
    this.file = folder.resolve(AdapterConfig.FILE);
    try {
      this.config = JSON.readTree(file.toFile());
    } catch (IOException e) {
      throw new StageFailure(
          StageFailure.Exit.WRONG,
          file + ": cannot be read: " + e.getMessage() + "; is this a PEFT adapter folder?",
          e);
    }
  }

  LoraShape read() {
    demand(config.path("peft_type").asText("").equals("LORA"), "peft_type must be LORA");
    refuseUnknown();
    demand(config.path("bias").asText("none").equals("none"), "bias must be none");
    demand(
        PLAIN_BEGINNINGS.contains(config.path("init_lora_weights").asText("")),
        "init_lora_weights '"
            + config.path("init_lora_weights").asText()
            + "' changes the base model: save the adapter with PEFT's"
            + " path_initial_model_for_weight_conversion");
    demand(config.path("r").isInt(), "r is missing: PEFT would assume 8, which may be wrong");
    demand(config.path("lora_alpha").isNumber(), "lora_alpha is missing");
    return new LoraShape(
        config.path("r").asInt(),
        config.path("lora_alpha").asDouble(),
        config.path("lora_dropout").asDouble(0),
        config.path("use_rslora").asBoolean(false),
        modules(),
        new LoraPatterns(ranks(), alphas()));
  }

  private void refuseUnknown() {
    for (Map.Entry<String, JsonNode> entry : config.properties()) {
      String key = entry.getKey();
      boolean known = READ.contains(key) || WITHOUT_EFFECT.contains(key);
      demand(
          known || !isSet(entry.getValue()),
          REASONS.getOrDefault(key, key + " is set to " + entry.getValue() + ", not known here"));
    }
  }

  private static boolean isSet(JsonNode value) {
    return value.isContainerNode()
        ? !value.isEmpty()
        : !value.isNull() && !(value.isBoolean() && !value.asBoolean());
  }

  private LoraModules modules() {
    JsonNode targets = config.path("target_modules");
    demand(
        targets.isArray() || targets.isTextual(),
        "target_modules must be a list of some of "
            + LoraTarget.modules()
            + ", or a regular expression");
    demand(
        !config.path("exclude_modules").isTextual(), "exclude_modules must be a list of modules");
    demand(
        config.path("layers_pattern").isEmpty()
            && config.path("layers_pattern").asText("layers").matches("layers|null"),
        "layers_pattern must be null: the layers of these models have one name");
    boolean all = targets.asText("").equals("all-linear");
    return new LoraModules(
        all ? LoraTarget.modules() : texts(targets),
        targets.isTextual() && !all ? Optional.of(targets.asText()) : Optional.empty(),
        texts(config.path("exclude_modules")),
        layers());
  }

  private List<Integer> layers() {
    JsonNode layers = config.path("layers_to_transform");
    List<Integer> numbers = new ArrayList<>();
    if (layers.isInt()) {
      numbers.add(layers.asInt());
    }
    layers.elements().forEachRemaining(layer -> numbers.add(layer.asInt()));
    return numbers;
  }

  private Map<String, Integer> ranks() {
    Map<String, Integer> ranks = new LinkedHashMap<>();
    for (Map.Entry<String, JsonNode> entry : config.path("rank_pattern").properties()) {
      demand(entry.getValue().isInt(), "rank_pattern " + entry + " must be a whole number");
      ranks.put(entry.getKey(), entry.getValue().asInt());
    }
    return ranks;
  }

  private Map<String, Double> alphas() {
    Map<String, Double> alphas = new LinkedHashMap<>();
    for (Map.Entry<String, JsonNode> entry : config.path("alpha_pattern").properties()) {
      demand(entry.getValue().isNumber(), "alpha_pattern " + entry + " must be a number");
      alphas.put(entry.getKey(), entry.getValue().asDouble());
    }
    return alphas;
  }

  private static List<String> texts(JsonNode array) {
    List<String> texts = new ArrayList<>();
    array.elements().forEachRemaining(text -> texts.add(text.asText()));
    return texts;
  }

  private void demand(boolean met, String what) {
    if (!met) {
      throw StageFailure.wrong(file + ": " + what);
    }
  }
}
