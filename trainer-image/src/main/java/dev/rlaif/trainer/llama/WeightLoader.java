package dev.rlaif.trainer.llama;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import ai.djl.pytorch.engine.PtNDManager;
import dev.rlaif.trainer.kernel.ModelShape;
import dev.rlaif.trainer.kernel.Weights;
import dev.rlaif.trainer.stage.StageFailure;
import java.nio.FloatBuffer;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Copies a model's tensors into the engine, fp32, projections that share their input fused, and
 * says which tensor is missing, surplus or of the wrong shape.
 */
final class WeightLoader {
  private static final String EMBEDDING = "model.embed_tokens.weight";
  private static final String HEAD = "lm_head.weight";

  private final Path folder;
  private final LlamaConfig config;
  private final PtNDManager manager;
  private final Map<String, StoredTensor> stored;
  private final Set<String> used = new HashSet<>();

  WeightLoader(Path folder, LlamaConfig config, PtNDManager manager) {
    this.folder = folder;
    this.config = config;
    this.manager = manager;
    this.stored = ModelFiles.read(folder);
  }

  Weights load() {
    ModelShape shape = config.shape();
    int hidden = shape.hidden();
    int queries = shape.heads() * shape.headSize();
    int keys = shape.keyValueHeads() * shape.headSize();
    int wide = shape.intermediate();
    NDArray embedding = matrix(hidden, new Part(EMBEDDING, config.vocabulary()));
    List<NDArray> layers = new ArrayList<>();
    for (int i = 0; i < shape.layers(); i++) {
      String layer = "model.layers." + i + ".";
      String attention = layer + "self_attn.";
      layers.add(vector(layer + "input_layernorm.weight"));
      layers.add(
          matrix(
              hidden,
              new Part(attention + "q_proj.weight", queries),
              new Part(attention + "k_proj.weight", keys),
              new Part(attention + "v_proj.weight", keys)));
      layers.add(matrix(queries, new Part(attention + "o_proj.weight", hidden)));
      layers.add(vector(layer + "post_attention_layernorm.weight"));
      layers.add(
          matrix(
              hidden,
              new Part(layer + "mlp.gate_proj.weight", wide),
              new Part(layer + "mlp.up_proj.weight", wide)));
      layers.add(matrix(wide, new Part(layer + "mlp.down_proj.weight", hidden)));
    }
    NDArray finalNorm = vector("model.norm.weight");
    NDArray head =
        config.tiedHead() ? embedding : matrix(hidden, new Part(HEAD, config.vocabulary()));
    refuseSurplus();
    RopeTable rope =
        RopeTable.of(
            config.ropeTheta(), config.ropeScaling(), shape.headSize(), config.positions());
    Shape table = new Shape(config.positions(), shape.headSize());
    return new Weights(
        embedding,
        finalNorm,
        head,
        manager.create(rope.cos(), table),
        manager.create(rope.sin(), table),
        layers);
  }

  /** A tensor [rows, in] that becomes some rows of a fused one. */
  private record Part(String name, int rows) {}

  private NDArray vector(String name) {
    int size = config.shape().hidden();
    StoredTensor tensor = tensor(name, List.of(size));
    return manager.create(tensor.toFloatArray(), new Shape(size));
  }

  private NDArray matrix(int columns, Part... parts) {
    int rows = 0;
    for (Part part : parts) {
      rows += part.rows();
    }
    NDArray fused = manager.create(new Shape(rows, columns), DataType.FLOAT32);
    int row = 0;
    for (Part part : parts) {
      StoredTensor tensor = tensor(part.name(), List.of(part.rows(), columns));
      // a view, so that no buffer spans the whole of a large embedding beyond its own part
      try (NDArray target = fused.get(row + ":" + (row + part.rows()))) {
        FloatBuffer buffer = target.toByteBuffer(true).asFloatBuffer();
        tensor.readInto(buffer);
      }
      row += part.rows();
    }
    return fused;
  }

  private StoredTensor tensor(String name, List<Integer> shape) {
    StoredTensor tensor = stored.get(name);
    if (tensor == null) {
      throw StageFailure.wrong(
          folder + ": tensor " + name + " is missing" + (name.equals(HEAD) ? untied() : ""));
    }
    if (!tensor.shape().equals(shape)) {
      throw StageFailure.wrong(
          tensor.file()
              + ": tensor "
              + name
              + " has shape "
              + tensor.shape()
              + ", but config.json makes it "
              + shape);
    }
    used.add(name);
    return tensor;
  }

  private static String untied() {
    return "; models without it say tie_word_embeddings: true in config.json";
  }

  private void refuseSurplus() {
    for (StoredTensor tensor : stored.values()) {
      if (!used.contains(tensor.name()) && !redundant(tensor.name())) {
        throw StageFailure.wrong(
            tensor.file()
                + ": tensor "
                + tensor.name()
                + " has no place in a "
                + config.modelType()
                + " model of "
                + config.shape().layers()
                + " layers");
      }
    }
  }

  /** Old checkpoints repeat what follows from the configuration. */
  private boolean redundant(String name) {
    return name.endsWith(".rotary_emb.inv_freq") || (config.tiedHead() && name.equals(HEAD));
  }
}
