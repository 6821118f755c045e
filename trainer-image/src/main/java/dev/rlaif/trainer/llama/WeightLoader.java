package dev.rlaif.trainer.llama;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import dev.rlaif.trainer.kernel.Kernels;
import dev.rlaif.trainer.kernel.ModelShape;
import dev.rlaif.trainer.kernel.Weights;
import dev.rlaif.trainer.stage.StageFailure;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Copies a model's tensors into the engine, in its precision, projections that share their input
 * fused, and says which tensor is missing, surplus or of the wrong shape.
 */
final class WeightLoader {
  private static final String EMBEDDING = "model.embed_tokens.weight";
  private static final String HEAD = "lm_head.weight";

  private final Path folder;
  private final LlamaConfig config;
  private final NDManager manager;
  private final Kernels kernels;
  private final Map<String, StoredTensor> stored;
  private final Set<String> used = new HashSet<>();

  /**
   * A loader of one model.
   *
   * @param stored the tensors of the folder by name
   */
  WeightLoader(
      Path folder,
      LlamaConfig config,
      Map<String, StoredTensor> stored,
      NDManager manager,
      Kernels kernels) {
    this.folder = folder;
    this.config = config;
    this.stored = stored;
    this.manager = manager;
    this.kernels = kernels;
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
      layers.add(vector(new Part(layer + "input_layernorm.weight", hidden)));
      layers.add(
          matrix(
              hidden,
              new Part(attention + "q_proj.weight", queries),
              new Part(attention + "k_proj.weight", keys),
              new Part(attention + "v_proj.weight", keys)));
      layers.add(matrix(queries, new Part(attention + "o_proj.weight", hidden)));
      layers.add(vector(new Part(layer + "post_attention_layernorm.weight", hidden)));
      layers.add(
          matrix(
              hidden,
              new Part(layer + "mlp.gate_proj.weight", wide),
              new Part(layer + "mlp.up_proj.weight", wide)));
      layers.add(matrix(wide, new Part(layer + "mlp.down_proj.weight", hidden)));
      if (shape.queryKeyValueBias()) {
        layers.add(
            vector(
                new Part(attention + "q_proj.bias", queries),
                new Part(attention + "k_proj.bias", keys),
                new Part(attention + "v_proj.bias", keys)));
      }
      if (shape.queryKeyNorm()) {
        layers.add(headNorms(attention));
      }
    }
    NDArray finalNorm = vector(new Part("model.norm.weight", hidden));
    NDArray head =
        config.tiedHead() ? embedding : matrix(hidden, new Part(HEAD, config.vocabulary()));
    refuseSurplus();
    RopeTable rope = RopeTable.of(config);
    return new Weights(
        embedding, finalNorm, head, rope.cos(manager, kernels), rope.sin(manager, kernels), layers);
  }

  /** A tensor [rows, in] or [rows] that becomes some rows of a fused one. */
  private record Part(String name, int rows) {}

  private NDArray vector(Part... parts) {
    NDArray fused = kernels.zeros(manager, Arrays.stream(parts).mapToLong(Part::rows).sum());
    long start = 0;
    for (Part part : parts) {
      store(fused, start, tensor(part.name(), List.of(part.rows())));
      start += part.rows();
    }
    return fused;
  }

  /** The norm of queries once for each query head, then that of keys for each key head. */
  private NDArray headNorms(String attention) {
    ModelShape shape = config.shape();
    int size = shape.headSize();
    int rows = shape.heads() + shape.keyValueHeads();
    NDArray norms = kernels.zeros(manager, rows, size);
    for (int head = 0; head < rows; head++) {
      String name = attention + (head < shape.heads() ? "q_norm.weight" : "k_norm.weight");
      store(norms, (long) head * size, tensor(name, List.of(size)));
    }
    return norms;
  }

  private NDArray matrix(int columns, Part... parts) {
    long rows = Arrays.stream(parts).mapToLong(Part::rows).sum();
    NDArray fused = kernels.zeros(manager, rows, columns);
    long row = 0;
    for (Part part : parts) {
      store(fused, row * columns, tensor(part.name(), List.of(part.rows(), columns)));
      row += part.rows();
    }
    return fused;
  }

  private void store(NDArray target, long start, StoredTensor tensor) {
    tensor.forEachPart(
        (first, bytes) -> {
          if (!kernels.store(target, start + first, bytes, tensor.type().scalarType())) {
            throw StageFailure.wrong(
                tensor.file()
                    + ": tensor "
                    + tensor.name()
                    + " holds numbers that are not finite: was it damaged, or saved by a training"
                    + " that diverged?");
          }
        });
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
