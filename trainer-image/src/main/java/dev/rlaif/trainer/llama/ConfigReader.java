package dev.rlaif.trainer.llama;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.rlaif.trainer.kernel.ModelShape;
import dev.rlaif.trainer.stage.StageFailure;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/**
 * Reads config.json as transformers 4 and 5 write it. What the engine does not compute is refused
 * by name, never guessed.
 */
final class ConfigReader {
  /** Model types and the architecture of each. */
  private static final Map<String, String> KNOWN =
      Map.of(
          "llama", "LlamaForCausalLM",
          "mistral", "MistralForCausalLM",
          "qwen2", "Qwen2ForCausalLM",
          "qwen3", "Qwen3ForCausalLM");

  private static final ObjectMapper JSON = new ObjectMapper();

  private final Path file;
  private final Path generationFile;
  private final JsonNode config;

  ConfigReader(Path folder) {
    this.file = folder.resolve("config.json");
    this.generationFile = folder.resolve("generation_config.json");
    this.config = parse(file);
  }

  LlamaConfig read() {
    String type = config.path("model_type").asText("");
    require(KNOWN.containsKey(type), "model_type", type, new TreeSet<>(KNOWN.keySet()));
    for (JsonNode architecture : config.path("architectures")) {
      String name = architecture.asText();
      require(name.equals(KNOWN.get(type)), "architectures", name, new TreeSet<>(KNOWN.values()));
    }
    String activation = config.path("hidden_act").asText("silu");
    require(Set.of("silu", "swish").contains(activation), "hidden_act", activation, Set.of("silu"));
    refuse("attention_bias");
    refuse("mlp_bias");
    int positions = positive("max_position_embeddings");
    return new LlamaConfig(
        type,
        positive("vocab_size"),
        shape(type),
        Math.min(positions, window(type)),
        ropeNumber("rope_theta", 10000),
        ropeScaling(positions),
        config.path("tie_word_embeddings").asBoolean(false),
        stopIds());
  }

  private ModelShape shape(String type) {
    int hidden = positive("hidden_size");
    int heads = positive("num_attention_heads");
    int keyValueHeads = has("num_key_value_heads") ? positive("num_key_value_heads") : heads;
    int headSize = has("head_dim") ? positive("head_dim") : hidden / heads;
    if (heads % keyValueHeads != 0) {
      throw wrong(
          "num_key_value_heads", keyValueHeads + " does not divide num_attention_heads " + heads);
    }
    if (headSize % 2 != 0) {
      throw wrong("head_dim", headSize + " is odd: rotary embedding turns pairs");
    }
    return new ModelShape(
        hidden,
        positive("intermediate_size"),
        heads,
        keyValueHeads,
        headSize,
        positive("num_hidden_layers"),
        config.path("rms_norm_eps").asDouble(1e-6),
        type.equals("qwen2"),
        type.equals("qwen3"));
  }

  private RopeScaling ropeScaling(int positions) {
    String type = rope().path("rope_type").asText(rope().path("type").asText("default"));
    if (rope().path("partial_rotary_factor").asDouble(1) != 1
        || config.path("partial_rotary_factor").asDouble(1) != 1) {
      throw wrong("partial_rotary_factor", "only 1 is known: every pair of a head turns");
    }
    return switch (type) {
      case "default" -> new RopeScaling.Default();
      case "linear" -> new RopeScaling.Linear(ropeNumber("factor"));
      case "llama3" ->
          new RopeScaling.Llama3(
              ropeNumber("factor"),
              ropeNumber("low_freq_factor"),
              ropeNumber("high_freq_factor"),
              ropeNumber("original_max_position_embeddings", positions));
      default -> throw unknown("rope_type", type, List.of("default", "linear", "llama3"));
    };
  }

  /** transformers 5 writes rope_parameters where 4 wrote rope_scaling. */
  private JsonNode rope() {
    return config.path(has("rope_parameters") ? "rope_parameters" : "rope_scaling");
  }

  private double ropeNumber(String key) {
    JsonNode value = rope().path(key);
    if (!value.isNumber() || value.asDouble() <= 0) {
      throw wrong("rope " + key, value + " must be a positive number");
    }
    return value.asDouble();
  }

  private double ropeNumber(String key, double otherwise) {
    return rope().hasNonNull(key) ? ropeNumber(key) : config.path(key).asDouble(otherwise);
  }

  private List<Integer> stopIds() {
    Set<Integer> ids = new TreeSet<>();
    addIds(ids, config.path("eos_token_id"));
    if (Files.exists(generationFile)) {
      addIds(ids, parse(generationFile).path("eos_token_id"));
    }
    return List.copyOf(ids);
  }

  private static void addIds(Set<Integer> ids, JsonNode node) {
    if (node.isInt()) {
      ids.add(node.asInt());
    }
    node.elements().forEachRemaining(id -> ids.add(id.asInt()));
  }

  /** Sequences no longer than a window are attended to in full, whatever layers slide it. */
  private int window(String type) {
    boolean slides = config.path("use_sliding_window").asBoolean(!type.startsWith("qwen"));
    return slides && has("sliding_window") ? positive("sliding_window") : Integer.MAX_VALUE;
  }

  private void refuse(String flag) {
    if (config.path(flag).asBoolean(false)) {
      throw wrong(flag, "true is not known: only models without bias are");
    }
  }

  private boolean has(String key) {
    return config.hasNonNull(key);
  }

  private int positive(String key) {
    JsonNode value = config.path(key);
    if (!value.canConvertToInt() || !value.isIntegralNumber() || value.asInt() <= 0) {
      throw wrong(key, (value.isMissingNode() ? "nothing" : value) + " must be a positive integer");
    }
    return value.asInt();
  }

  private void require(boolean met, String key, String value, Iterable<String> known) {
    if (!met) {
      throw unknown(key, value, known);
    }
  }

  private StageFailure unknown(String key, String value, Iterable<String> known) {
    return wrong(key, "'" + value + "' is not known; known are: " + String.join(", ", known));
  }

  private StageFailure wrong(String key, String problem) {
    return StageFailure.wrong(file + ": " + key + ": " + problem);
  }

  private static JsonNode parse(Path path) {
    try {
      return JSON.readTree(path.toFile());
    } catch (IOException e) {
      throw new StageFailure(
          StageFailure.Exit.WRONG,
          path + ": cannot be read as JSON: " + e.getMessage() + "; is this a model folder?",
          e);
    }
  }
}
