package dev.rlaif.trainer.kernel;

import static dev.rlaif.trainer.kernel.Kernels.of;

import ai.djl.ndarray.NDArray;
import ai.djl.pytorch.jni.IValue;

/** How tokens are drawn where all rows are drawn in the same way. Shapes as in {@link Kernels}. */
public record SamplingKernels(Kernels kernels) {

  /**
   * Makes tokens less likely: positive logits are divided, negative ones multiplied, in place.
   *
   * @param logits [B, V]
   * @param cells [K] int64, each once: row times V plus id
   */
  public void penalise(NDArray logits, NDArray cells, double penalty) {
    kernels.call("penalise", of(logits), of(cells), IValue.from(penalty)).close();
  }

  /**
   * Draws a token of each row.
   *
   * @param logits [B, V]
   * @param uniforms [B] in [0, 1)
   * @param filter how the distribution is cut before drawing
   * @param banned ids that rows marked in {@code ban} [B] may not draw; may be empty
   * @return [2, B] float64: token, its log-probability without filters
   */
  public NDArray sample(
      NDArray logits, NDArray uniforms, SamplingFilter filter, NDArray banned, NDArray ban) {
    return kernels.tensor(
        "sample",
        uniforms,
        of(logits),
        of(uniforms),
        IValue.from(filter.temperature()),
        IValue.from((long) filter.topK()),
        IValue.from(filter.topP()),
        of(banned),
        of(ban));
  }
}
