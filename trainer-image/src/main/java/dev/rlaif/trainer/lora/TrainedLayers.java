package dev.rlaif.trainer.lora;

import ai.djl.ndarray.NDArray;
import dev.rlaif.trainer.kernel.KeptHidden;
import dev.rlaif.trainer.kernel.PackedBatch;
import dev.rlaif.trainer.kernel.TrainingKernels;
import dev.rlaif.trainer.llama.LlamaModel;
import java.util.function.Consumer;

/**
 * The layers with an adapter, forward and backward: by autograd on a GPU and in bfloat16, else by
 * kernels that are written out.
 *
 * @param adapter [P] with gradient
 * @param sizes [14 L] int64: lengths of its parts
 * @param scales [7 L] float64 on the host
 */
record TrainedLayers(
    LlamaModel base, NDArray adapter, NDArray sizes, NDArray scales, double dropout) {

  /**
   * A forward pass.
   *
   * @param hidden [M, C] at the batch's chosen tokens
   * @param backward adds to the adapter's gradient what follows from the derivative [M, C] of the
   *     hidden states; once
   */
  record Pass(NDArray hidden, Consumer<NDArray> backward) {}

  /** Lives as long as the arrays of the batch, while which the adapter must stay as it is. */
  Pass forward(PackedBatch batch) {
    return TrainingKernels.isSupported(base.placement()) ? writtenOut(batch) : autograd(batch);
  }

  private Pass autograd(PackedBatch batch) {
    NDArray hidden =
        base.kernels()
            .hiddenWithGraph(base.trainableWeights(), batch, adapter, sizes, scales, dropout);
    return new Pass(hidden, gradient -> base.kernels().backward(hidden, gradient));
  }

  private Pass writtenOut(PackedBatch batch) {
    TrainingKernels kernels = new TrainingKernels(base.kernels());
    var parts = base.kernels().pack(batch.ids().getManager(), adapter, sizes, scales);
    var packed = new TrainingKernels.Adapter(adapter, parts, sizes, scales, dropout);
    KeptHidden hidden = kernels.hidden(base.weights(), batch, packed);
    return new Pass(
        hidden.values(),
        gradient ->
            // from the parameters themselves: what is given is what is added
            base.kernels()
                .backward(
                    adapter,
                    kernels.gradient(base.trainableWeights(), batch, packed, hidden, gradient)));
  }
}
