package dev.rlaif.trainer.kernel;

import ai.djl.ndarray.NDArray;
import java.util.Collections;
import java.util.List;

/**
 * An adapter as the kernels take it; without parts it is the base model.
 *
 * @param parts eight a layer: A and B of query-key-value, out, gate-up, down, fused and scaled
 * @param ranks of q k v o gate up down in every layer, 0 where there is no adapter; empty where
 *     layers differ
 */
public record PackedAdapter(List<NDArray> parts, List<Integer> ranks) {
  private static final int TARGETS = 7;

  /** The base model. */
  public static final PackedAdapter NONE =
      new PackedAdapter(List.of(), Collections.nCopies(TARGETS, 0));

  public PackedAdapter {
    parts = List.copyOf(parts);
    ranks = List.copyOf(ranks);
  }

  /** Whether all layers carry the same. */
  boolean isUniform() {
    return !ranks.isEmpty();
  }
}
