package dev.rlaif.trainer.cli;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.rlaif.trainer.llama.SafetensorsWriter;
import dev.rlaif.trainer.llama.SafetensorsWriter.Tensor;
import dev.rlaif.trainer.stage.StageFailure;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.Stream;

/** A small model of random weights with grouped queries, as a folder that is deleted afterwards. */
record CheckModel(Path folder) implements AutoCloseable {
  private static final int VOCABULARY = 1024;
  private static final int HIDDEN = 512;
  private static final int WIDE = 1024;
  private static final int LAYERS = 4;
  private static final int HEADS = 8;
  private static final int KEY_VALUE_HEADS = 2;
  private static final int HEAD_SIZE = 64;

  static CheckModel write() {
    try {
      Path folder = Files.createTempDirectory("rlaif-check");
      new ObjectMapper().writeValue(folder.resolve("config.json").toFile(), config());
      SafetensorsWriter.write(folder.resolve("model.safetensors"), tensors());
      return new CheckModel(folder);
    } catch (IOException e) {
      throw StageFailure.environment("a model to check with cannot be written: " + e, e);
    }
  }

  private static Map<String, Object> config() {
    return Map.of(
        "model_type", "llama",
        "vocab_size", VOCABULARY,
        "hidden_size", HIDDEN,
        "intermediate_size", WIDE,
        "num_hidden_layers", LAYERS,
        "num_attention_heads", HEADS,
        "num_key_value_heads", KEY_VALUE_HEADS,
        "head_dim", HEAD_SIZE,
        "max_position_embeddings", 1024,
        "tie_word_embeddings", false);
  }

  private static List<Tensor> tensors() {
    Random random = new Random(0);
    List<Tensor> tensors = new ArrayList<>();
    tensors.add(matrix(random, "model.embed_tokens.weight", VOCABULARY, HIDDEN));
    for (int i = 0; i < LAYERS; i++) {
      String layer = "model.layers." + i + ".";
      tensors.add(ones(layer + "input_layernorm.weight"));
      tensors.add(matrix(random, layer + "self_attn.q_proj.weight", HEADS * HEAD_SIZE, HIDDEN));
      int keys = KEY_VALUE_HEADS * HEAD_SIZE;
      tensors.add(matrix(random, layer + "self_attn.k_proj.weight", keys, HIDDEN));
      tensors.add(matrix(random, layer + "self_attn.v_proj.weight", keys, HIDDEN));
      tensors.add(matrix(random, layer + "self_attn.o_proj.weight", HIDDEN, HEADS * HEAD_SIZE));
      tensors.add(ones(layer + "post_attention_layernorm.weight"));
      tensors.add(matrix(random, layer + "mlp.gate_proj.weight", WIDE, HIDDEN));
      tensors.add(matrix(random, layer + "mlp.up_proj.weight", WIDE, HIDDEN));
      tensors.add(matrix(random, layer + "mlp.down_proj.weight", HIDDEN, WIDE));
    }
    tensors.add(ones("model.norm.weight"));
    tensors.add(matrix(random, "lm_head.weight", VOCABULARY, HIDDEN));
    return tensors;
  }

  /** Of a deviation that keeps activations near 1, in numbers that bfloat16 holds exactly. */
  private static Tensor matrix(Random random, String name, int rows, int columns) {
    float[] elements = new float[rows * columns];
    for (int i = 0; i < elements.length; i++) {
      float value = (float) (random.nextGaussian() / Math.sqrt(columns));
      elements[i] = Float.intBitsToFloat(Float.floatToIntBits(value) & 0xffff0000);
    }
    return new Tensor(name, List.of(rows, columns), elements);
  }

  private static Tensor ones(String name) {
    float[] elements = new float[HIDDEN];
    Arrays.fill(elements, 1);
    return new Tensor(name, List.of(HIDDEN), elements);
  }

  @Override
  public void close() {
    try (Stream<Path> files = Files.walk(folder)) {
      for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
        Files.delete(file);
      }
    } catch (IOException e) {
      throw StageFailure.environment(folder + " cannot be deleted: " + e, e);
    }
  }
}
