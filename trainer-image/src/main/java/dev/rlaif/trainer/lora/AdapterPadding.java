package dev.rlaif.trainer.lora;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import dev.rlaif.trainer.kernel.Kernels;
import dev.rlaif.trainer.kernel.MixedBatch;
import java.util.ArrayList;
import java.util.List;

/**
 * Ranks of zeros for layers that have fewer than others, which change no product: what chooses
 * among adapters by token has one mask for all layers.
 */
final class AdapterPadding {
  private static final int PARTS_PER_LAYER = 8;

  private AdapterPadding() {}

  /**
   * The same adapter with the same ranks in every layer.
   *
   * @param scope owns the padded parts
   * @param parts eight a layer, A [ranks, in] before B [out, ranks]
   */
  static List<NDArray> of(Kernels kernels, NDManager scope, List<NDArray> parts) {
    long[] most = new long[PARTS_PER_LAYER];
    for (int i = 0; i < parts.size(); i++) {
      int part = i % PARTS_PER_LAYER;
      most[part] = Math.max(most[part], parts.get(i).getShape().get(part % 2));
    }
    List<NDArray> all = new ArrayList<>(parts);
    for (int i = 0; i < parts.size(); i++) {
      int part = i % PARTS_PER_LAYER;
      long[] shape = parts.get(i).getShape().getShape();
      shape[part % 2] = most[part] - shape[part % 2];
      all.add(kernels.zeros(scope, shape));
    }
    return new MixedBatch(kernels).join(scope, all, 2);
  }
}
