package dev.rlaif.trainer.lora;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.rlaif.trainer.stage.AtomicFile;
import dev.rlaif.trainer.stage.StageFailure;
import java.nio.file.Path;

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
    return new AdapterConfig(new AdapterConfigReader(folder).read());
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
    putAlpha(config, "lora_alpha", shape.alpha());
    config.put("lora_dropout", shape.dropout());
    putModules(config);
    config
        .put("bias", "none")
        .put("fan_in_fan_out", false)
        .put("inference_mode", true)
        .put("use_rslora", shape.rankStabilised())
        .put("use_dora", false)
        .putNull("modules_to_save");
    ObjectNode ranks = config.putObject("rank_pattern");
    shape.patterns().ranks().forEach(ranks::put);
    ObjectNode alphas = config.putObject("alpha_pattern");
    shape.patterns().alphas().forEach((key, alpha) -> putAlpha(alphas, key, alpha));
    config.put("peft_version", PEFT_VERSION);
    AtomicFile.write(folder.resolve(FILE), config.toPrettyString() + "\n");
  }

  private void putModules(ObjectNode config) {
    LoraModules modules = shape.modules();
    modules
        .expression()
        .ifPresentOrElse(
            text -> config.put("target_modules", text),
            () -> modules.names().forEach(config.withArray("target_modules")::add));
    if (!modules.excluded().isEmpty()) {
      modules.excluded().forEach(config.withArray("exclude_modules")::add);
    }
    config.putNull("layers_to_transform");
    if (!modules.layers().isEmpty()) {
      ArrayNode layers = config.putArray("layers_to_transform");
      modules.layers().forEach(layers::add);
    }
  }

  /** PEFT's own files have whole numbers where they are whole. */
  private static void putAlpha(ObjectNode node, String key, double alpha) {
    if (alpha == Math.rint(alpha)) {
      node.put(key, (long) alpha);
    } else {
      node.put(key, alpha);
    }
  }
}
