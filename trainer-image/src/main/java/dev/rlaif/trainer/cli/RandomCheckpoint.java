package dev.rlaif.trainer.cli;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.rlaif.trainer.kernel.ModelShape;
import dev.rlaif.trainer.llama.LlamaConfig;
import dev.rlaif.trainer.llama.ModelWriter;
import dev.rlaif.trainer.llama.ModelWriter.Piece;
import dev.rlaif.trainer.llama.TensorType;
import dev.rlaif.trainer.stage.AtomicFile;
import dev.rlaif.trainer.stage.StageFailure;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.WritableByteChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;

/** A model folder of random bfloat16 weights, in shards, as large as a real one. */
final class RandomCheckpoint {
  private static final long SHARD_BYTES = 5_000_000_000L;
  private static final int CHUNK_BYTES = 1 << 22;

  private final LlamaConfig config;
  private final List<Piece> pieces = new ArrayList<>();

  RandomCheckpoint(LlamaConfig config) {
    this.config = config;
  }

  void write(Path folder) {
    ModelShape shape = config.shape();
    int queries = shape.heads() * shape.headSize();
    int keys = shape.keyValueHeads() * shape.headSize();
    add("model.embed_tokens.weight", config.vocabulary(), shape.hidden());
    for (int i = 0; i < shape.layers(); i++) {
      String layer = "model.layers." + i + ".";
      add(layer + "input_layernorm.weight", shape.hidden());
      add(layer + "self_attn.q_proj.weight", queries, shape.hidden());
      add(layer + "self_attn.k_proj.weight", keys, shape.hidden());
      add(layer + "self_attn.v_proj.weight", keys, shape.hidden());
      add(layer + "self_attn.o_proj.weight", shape.hidden(), queries);
      add(layer + "post_attention_layernorm.weight", shape.hidden());
      add(layer + "mlp.gate_proj.weight", shape.intermediate(), shape.hidden());
      add(layer + "mlp.up_proj.weight", shape.intermediate(), shape.hidden());
      add(layer + "mlp.down_proj.weight", shape.hidden(), shape.intermediate());
    }
    add("model.norm.weight", shape.hidden());
    if (!config.tiedHead()) {
      add("lm_head.weight", config.vocabulary(), shape.hidden());
    }
    try {
      Files.createDirectories(folder);
      ModelWriter.write(folder, pieces, SHARD_BYTES);
      AtomicFile.write(folder.resolve("config.json"), json().toPrettyString() + "\n");
    } catch (IOException e) {
      throw StageFailure.environment(folder + ": cannot be written: " + e.getMessage(), e);
    }
  }

  private void add(String name, Integer... shape) {
    pieces.add(
        new Piece(name, TensorType.BF16, List.of(shape), channel -> fill(channel, List.of(shape))));
  }

  /** Bits of which every pair of bytes is a small finite number. */
  private static void fill(WritableByteChannel channel, List<Integer> shape) throws IOException {
    SplittableRandom random = new SplittableRandom(1);
    ByteBuffer bytes = ByteBuffer.allocate(CHUNK_BYTES).order(ByteOrder.LITTLE_ENDIAN);
    while (bytes.hasRemaining()) {
      TensorType.BF16.append((float) (0.02 * random.nextDouble(-1, 1)), bytes);
    }
    long left =
        shape.stream().mapToLong(Integer::longValue).reduce(Short.BYTES, Math::multiplyExact);
    while (left > 0) {
      bytes.clear().limit((int) Math.min(CHUNK_BYTES, left));
      left -= channel.write(bytes);
    }
  }

  private ObjectNode json() {
    ModelShape shape = config.shape();
    return new ObjectMapper()
        .createObjectNode()
        .put("model_type", config.modelType())
        .put("hidden_act", "silu")
        .put("vocab_size", config.vocabulary())
        .put("hidden_size", shape.hidden())
        .put("intermediate_size", shape.intermediate())
        .put("num_hidden_layers", shape.layers())
        .put("num_attention_heads", shape.heads())
        .put("num_key_value_heads", shape.keyValueHeads())
        .put("head_dim", shape.headSize())
        .put("rms_norm_eps", shape.normEpsilon())
        .put("rope_theta", config.ropeTheta())
        .put("max_position_embeddings", config.positions())
        .put("tie_word_embeddings", config.tiedHead());
  }
}
