package dev.rlaif.trainer.lora;

import dev.rlaif.trainer.kernel.ModelShape;
import dev.rlaif.trainer.stage.StageFailure;
import java.util.Arrays;
import java.util.List;

/** The linear layers of a block that can carry an adapter, in the order of the flat parameters. */
enum LoraTarget {
  QUERY("self_attn", "q_proj"),
  KEY("self_attn", "k_proj"),
  VALUE("self_attn", "v_proj"),
  OUT("self_attn", "o_proj"),
  GATE("mlp", "gate_proj"),
  UP("mlp", "up_proj"),
  DOWN("mlp", "down_proj");

  private final String part;
  private final String module;

  LoraTarget(String part, String module) {
    this.part = part;
    this.module = module;
  }

  /** The name in a PEFT configuration. */
  String module() {
    return module;
  }

  /** The path of a layer's module in transformers. */
  String path(int layer) {
    return "model.layers." + layer + "." + part + "." + module;
  }

  int inputs(ModelShape shape) {
    return switch (this) {
      case QUERY, KEY, VALUE, GATE, UP -> shape.hidden();
      case OUT -> shape.heads() * shape.headSize();
      case DOWN -> shape.intermediate();
    };
  }

  int outputs(ModelShape shape) {
    return switch (this) {
      case QUERY -> shape.heads() * shape.headSize();
      case KEY, VALUE -> shape.keyValueHeads() * shape.headSize();
      case GATE, UP -> shape.intermediate();
      case OUT, DOWN -> shape.hidden();
    };
  }

  static List<String> modules() {
    return Arrays.stream(values()).map(LoraTarget::module).toList();
  }

  /** By the name of a module, or by a path that ends with it. */
  static LoraTarget ofPath(String module) {
    return Arrays.stream(values())
        .filter(target -> module.equals(target.module) || module.endsWith("." + target.module))
        .findFirst()
        .orElseThrow(
            () ->
                StageFailure.wrong(
                    "LoRA target '" + module + "' is not known; known are: " + modules()));
  }
}
