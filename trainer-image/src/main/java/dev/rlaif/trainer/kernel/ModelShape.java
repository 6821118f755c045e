package dev.rlaif.trainer.kernel;

import static java.util.Map.entry;

import java.util.Map;
import java.util.Set;

/**
 * The numbers that the kernels need to know of a model.
 *
 * @param intermediate width F of the gated layer
 * @param heads query heads
 * @param keyValueHeads key-value heads, a divisor of {@code heads}
 * @param queryKeyValueBias whether the projections of queries, keys and values add a bias (Qwen2)
 * @param queryKeyNorm whether each query and key head is normed before its rotation (Qwen3)
 */
public record ModelShape(
    int hidden,
    int intermediate,
    int heads,
    int keyValueHeads,
    int headSize,
    int layers,
    double normEpsilon,
    boolean queryKeyValueBias,
    boolean queryKeyNorm) {
  private static final int PLAIN_LAYER_WEIGHTS = 6;

  /** Query-key-value, out, gate-up and down among the arrays of a layer. */
  private static final Set<Integer> MATRICES = Set.of(1, 2, 4, 5);

  /** As in Llama: without bias, and without norms of heads. */
  public ModelShape(
      int hidden,
      int intermediate,
      int heads,
      int keyValueHeads,
      int headSize,
      int layers,
      double normEpsilon) {
    this(hidden, intermediate, heads, keyValueHeads, headSize, layers, normEpsilon, false, false);
  }

  /** Rows of the fused projection of queries, keys and values. */
  public int projectedHeads() {
    return heads + 2 * keyValueHeads;
  }

  /** Whether a layer holds norms and matrices alone, six in all. */
  boolean isPlain() {
    return !queryKeyValueBias && !queryKeyNorm;
  }

  /** Arrays of a layer's weights. */
  int layerWeights() {
    return PLAIN_LAYER_WEIGHTS + (queryKeyValueBias ? 1 : 0) + (queryKeyNorm ? 1 : 0);
  }

  /** Whether an array of {@link Weights#layers} is a matrix that inputs are multiplied with. */
  boolean isMatrix(int array) {
    return MATRICES.contains(array % layerWeights());
  }

  Map<String, Object> attributes(Placement placement) {
    return Map.ofEntries(
        entry("training", false),
        entry("precision", placement.precision().scalarType()),
        entry("flash", placement.isFlash(this)),
        entry("hidden_size", hidden),
        entry("intermediate", intermediate),
        entry("heads", heads),
        entry("kv_heads", keyValueHeads),
        entry("head_dim", headSize),
        entry("eps", normEpsilon),
        entry("qkv_bias", queryKeyValueBias),
        entry("qk_norm", queryKeyNorm),
        entry("layer_weights", layerWeights()));
  }
}
