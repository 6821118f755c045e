package dev.rlaif.trainer.kernel;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.pytorch.jni.IValue;
import java.util.stream.IntStream;

/** A decode step as one TorchScript function, on any device and of any model. */
public final class ScriptedStep extends DecodeStep {
  private final IValue[] inputs;

  /**
   * A step over the first rows of the cache.
   *
   * @param scope of the step's buffers, closed with it
   */
  public ScriptedStep(Kernels kernels, NDManager scope, StepInput input, int rows) {
    super(kernels, scope, rows);
    int capacity = input.cache().capacity();
    NDArray starts = scope.create(IntStream.rangeClosed(0, rows).toArray());
    NDArray offsets = scope.create(IntStream.rangeClosed(0, rows).map(b -> b * capacity).toArray());
    Weights weights = input.weights();
    this.inputs =
        new IValue[] {
          Kernels.of(stateBuffer()),
          Kernels.of(drawnBuffer()),
          Kernels.of(starts),
          Kernels.of(offsets),
          IValue.from((long) capacity),
          Kernels.of(weights.embedding()),
          Kernels.of(weights.finalNorm()),
          Kernels.of(weights.head()),
          Kernels.of(weights.cos()),
          Kernels.of(weights.sin()),
          Kernels.of(weights.layers()),
          Kernels.of(input.cache().layers()),
          Kernels.of(input.adapter().parts()),
          IValue.from(input.filter().temperature()),
          IValue.from((long) input.filter().topK()),
          IValue.from(input.filter().topP()),
          Kernels.of(input.banned())
        };
  }

  @Override
  public void run() {
    kernels().run("step", inputs).close();
  }

  @Override
  public void close() {
    for (IValue input : inputs) {
      input.close();
    }
    super.close();
  }
}
