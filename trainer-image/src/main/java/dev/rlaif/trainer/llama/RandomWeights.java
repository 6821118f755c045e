package dev.rlaif.trainer.llama;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import dev.rlaif.trainer.kernel.Kernels;
import dev.rlaif.trainer.kernel.ModelShape;
import dev.rlaif.trainer.kernel.Weights;
import java.util.ArrayList;
import java.util.List;

/** Weights of a model that nobody trained, made where they are used. */
final class RandomWeights {
  /** As transformers begins a model of this architecture. */
  private static final double DEVIATION = 0.02;

  private final LlamaConfig config;
  private final NDManager manager;
  private final Kernels kernels;

  RandomWeights(LlamaConfig config, NDManager manager, Kernels kernels) {
    this.config = config;
    this.manager = manager;
    this.kernels = kernels;
  }

  Weights make() {
    ModelShape shape = config.shape();
    NDArray embedding = matrix(config.vocabulary(), shape.hidden());
    List<NDArray> layers = new ArrayList<>();
    for (int i = 0; i < shape.layers(); i++) {
      layers.add(ones(shape.hidden()));
      layers.add(matrix((long) shape.projectedHeads() * shape.headSize(), shape.hidden()));
      layers.add(matrix(shape.hidden(), (long) shape.heads() * shape.headSize()));
      layers.add(ones(shape.hidden()));
      layers.add(matrix(2L * shape.intermediate(), shape.hidden()));
      layers.add(matrix(shape.hidden(), shape.intermediate()));
      if (shape.queryKeyValueBias()) {
        layers.add(kernels.zeros(manager, (long) shape.projectedHeads() * shape.headSize()));
      }
      if (shape.queryKeyNorm()) {
        layers.add(ones(shape.heads() + shape.keyValueHeads(), shape.headSize()));
      }
    }
    RopeTable rope = RopeTable.of(config);
    return new Weights(
        embedding,
        ones(shape.hidden()),
        config.tiedHead() ? embedding : matrix(config.vocabulary(), shape.hidden()),
        rope.cos(manager, kernels),
        rope.sin(manager, kernels),
        layers);
  }

  private NDArray matrix(long rows, long columns) {
    NDArray matrix = kernels.zeros(manager, rows, columns);
    kernels.randomise(matrix, DEVIATION);
    return matrix;
  }

  private NDArray ones(long... shape) {
    NDArray norm = kernels.zeros(manager, shape);
    try (NDArray ones = manager.ones(new Shape(shape))) {
      kernels.assign(norm, ones);
    }
    return norm;
  }
}
