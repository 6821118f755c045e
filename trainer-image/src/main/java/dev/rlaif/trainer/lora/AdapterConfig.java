package dev.rlaif.trainer.lora;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.rlaif.trainer.stage.AtomicFile;
import dev.rlaif.trainer.stage.StageFailure;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** PEFT's adapter_config.json. */
record AdapterConfig(LoraShape shape) {
  static final String FILE = "adapter_config.json";

  /** A release whose configuration has these keys. */
  private static final String PEFT_VERSION = "0.18.0";

  private static final ObjectMapper JSON = new ObjectMapper();

  /**
   * Reads a configuration.
   *
   * @throws StageFailure it asks for something that this engine does not compute
   */
  static AdapterConfig read(Path folder) {
    Path file = folder.resolve(FILE);
    JsonNode config;
    try {
      config = JSON.readTree(file.toFile());
    } catch (IOException e) {
      throw new StageFailure(
          StageFailure.Exit.WRONG,
          file + ": cannot be read: " + e.getMessage() + "; is this a PEFT adapter folder?",
          e);
    }
    demand(file, config.path("peft_type").asText("").equals("LORA"), "peft_type must be LORA");
    demand(file, !config.path("use_dora").asBoolean(false), "DoRA (use_dora) is not known");
    demand(
        file,
        config.path("modules_to_save").isEmpty(),
        "modules_to_save must be null: whole trained modules are not part of a LoRA adapter here");
    demand(file, config.path("bias").asText("none").equals("none"), "bias must be none");
    demand(file, !config.path("fan_in_fan_out").asBoolean(false), "fan_in_fan_out must be false");
    for (String pattern : List.of("rank_pattern", "alpha_pattern", "layers_to_transform")) {
      demand(
          file,
          config.path(pattern).isEmpty(),
          pattern + " must be empty: all layers have the same rank and alpha here");
    }
    demand(file, config.path("r").isInt(), "r is missing: PEFT would assume 8, which may be wrong");
    demand(file, config.path("lora_alpha").isNumber(), "lora_alpha is missing");
    demand(
        file,
        config.path("target_modules").isArray(),
        "target_modules must be a list of some of " + LoraTarget.modules());
    List<String> targets = new ArrayList<>();
    config.path("target_modules").forEach(target -> targets.add(target.asText()));
    return new AdapterConfig(
        new LoraShape(
            config.path("r").asInt(),
            config.path("lora_alpha").asDouble(),
            config.path("lora_dropout").asDouble(0),
            config.path("use_rslora").asBoolean(false),
            targets));
  }

  /** Writes the configuration, aside and then renamed. */
  void write(Path folder, String baseName) {
    ObjectNode config =
        JSON.createObjectNode()
            .put("peft_type", "LORA")
            .put("task_type", "CAUSAL_LM")
            .put("base_model_name_or_path", baseName)
            .putNull("revision")
            .put("r", shape.rank());
    if (shape.alpha() == Math.rint(shape.alpha())) {
      config.put("lora_alpha", (long) shape.alpha());
    } else {
      config.put("lora_alpha", shape.alpha());
    }
    config.put("lora_dropout", shape.dropout());
    shape.targets().forEach(config.withArray("target_modules")::add);
    config
        .put("bias", "none")
        .put("fan_in_fan_out", false)
        .put("inference_mode", true)
        .put("use_rslora", shape.rankStabilised())
        .put("use_dora", false)
        .putNull("modules_to_save");
    config.putObject("rank_pattern");
    config.putObject("alpha_pattern");
    config.putNull("layers_to_transform").put("peft_version", PEFT_VERSION);
    AtomicFile.write(folder.resolve(FILE), config.toPrettyString() + "\n");
  }

  private static void demand(Path file, boolean met, String what) {
    if (!met) {
      throw StageFailure.wrong(file + ": " + what);
    }
  }
}
