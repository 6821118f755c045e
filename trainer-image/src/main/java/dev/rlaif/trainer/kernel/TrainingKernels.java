package dev.rlaif.trainer.kernel;

import static dev.rlaif.trainer.kernel.Kernels.of;

import ai.djl.ndarray.NDArray;
import ai.djl.pytorch.engine.PtNDManager;
import ai.djl.pytorch.jni.IValue;
import java.util.List;

/**
 * The layers forward and backward without autograd: a third of its memory, and products with {@link
 * PackedWeights}, which have no derivative. Shapes as in {@link Kernels}.
 */
public record TrainingKernels(Kernels kernels) {

  /**
   * An adapter for both ways.
   *
   * @param flat [P]
   * @param parts of {@link Kernels#pack}, as they are
   * @param sizes [14 L] int64, see {@link Kernels#pack}
   * @param scales [7 L] float64, see {@link Kernels#pack}
   * @param dropout probability that an input is dropped
   */
  public record Adapter(
      NDArray flat, List<NDArray> parts, NDArray sizes, NDArray scales, double dropout) {}

  /** Whether it computes there: in float32 on a CPU. */
  public static boolean isSupported(Placement placement) {
    return !placement.isGpu() && placement.precision() == Precision.FLOAT32;
  }

  /** As {@link Kernels#hidden}; the result keeps what {@link #gradient} needs. */
  public KeptHidden hidden(Weights weights, PackedBatch batch, Adapter adapter) {
    PtNDManager manager = (PtNDManager) batch.ids().getManager();
    try (IValue result =
        kernels.call(
            "hidden_keeping",
            of(batch.ids()),
            of(batch.positions()),
            of(batch.grid()),
            of(batch.cells()),
            of(batch.rows()),
            of(weights.embedding()),
            of(weights.finalNorm()),
            of(weights.cos()),
            of(weights.sin()),
            of(weights.layers()),
            of(adapter.parts()),
            of(adapter.sizes()),
            IValue.from(adapter.dropout()))) {
      IValue[] parts = result.toIValueTuple();
      try (IValue hidden = parts[0]) {
        return KeptHidden.attach(manager, hidden.toTensor(manager), parts[1]);
      }
    }
  }

  /**
   * Derivative of the loss with respect to the flat adapter.
   *
   * @param weights those of the forward pass, their layers as they are or of {@link
   *     PackedWeights#transpose}
   * @param hidden of the same batch and adapter; what it keeps is used up
   * @param gradient [M, C]: derivative with respect to the hidden states
   * @return [P]
   */
  public NDArray gradient(
      Weights weights, PackedBatch batch, Adapter adapter, KeptHidden hidden, NDArray gradient) {
    return kernels.tensor(
        "hidden_back",
        batch.ids(),
        of(gradient),
        of(batch.positions()),
        of(batch.grid()),
        of(batch.cells()),
        of(batch.rows()),
        of(weights.finalNorm()),
        of(weights.cos()),
        of(weights.sin()),
        of(weights.layers()),
        of(adapter.parts()),
        of(adapter.flat()),
        of(adapter.sizes()),
        of(adapter.scales()),
        IValue.from(adapter.dropout()),
        hidden.kept());
  }
}
