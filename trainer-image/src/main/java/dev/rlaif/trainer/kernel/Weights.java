package dev.rlaif.trainer.kernel;

import ai.djl.ndarray.NDArray;
import java.util.List;

/**
 * The frozen weights of a model, fp32.
 *
 * @param embedding [V, C]
 * @param finalNorm [C]
 * @param head [V, C], the embedding itself where the model ties them
 * @param cos [positions, D]
 * @param sin [positions, D], first half negated
 * @param layers {@link ModelShape#layerWeights} a layer: norm [C], query-key-value [(Q+2K)D, C],
 *     out [C, QD], norm [C], gate-up [2F, C], down [C, F]; then, where the shape has them, the bias
 *     [(Q+2K)D], and the norms of query and key heads [Q+K, D]
 */
public record Weights(
    NDArray embedding,
    NDArray finalNorm,
    NDArray head,
    NDArray cos,
    NDArray sin,
    List<NDArray> layers) {

  public Weights {
    layers = List.copyOf(layers);
  }
}
