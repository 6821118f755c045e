package dev.rlaif.trainer.kernel;

import java.util.Map;

/**
 * The numbers that the kernels need to know of a model.
 *
 * @param intermediate width F of the gated layer
 * @param heads query heads
 * @param keyValueHeads key-value heads, a divisor of {@code heads}
 */
public record ModelShape(
    int hidden,
    int intermediate,
    int heads,
    int keyValueHeads,
    int headSize,
    int layers,
    double normEpsilon) {

  /** Rows of the fused projection of queries, keys and values. */
  public int projectedHeads() {
    return heads + 2 * keyValueHeads;
  }

  Map<String, Object> attributes(Placement placement) {
    return Map.of(
        "training", false,
        "precision", placement.precision().scalarType(),
        "flash", placement.isFlash(this),
        "hidden_size", hidden,
        "intermediate", intermediate,
        "heads", heads,
        "kv_heads", keyValueHeads,
        "head_dim", headSize,
        "eps", normEpsilon);
  }
}
