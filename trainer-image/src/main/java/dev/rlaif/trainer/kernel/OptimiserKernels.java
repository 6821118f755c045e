package dev.rlaif.trainer.kernel;

import ai.djl.ndarray.NDArray;
import ai.djl.pytorch.engine.PtNDManager;
import ai.djl.pytorch.jni.IValue;
import java.util.stream.DoubleStream;
import java.util.stream.Stream;

/** What an optimiser does with arrays where they lie: flat, fp32, of one length. */
public record OptimiserKernels(Kernels kernels) {

  /**
   * Constants of one update of AdamW.
   *
   * @param scale of the gradients, for a clipped norm
   * @param stepSize learning rate over the bias correction of the first moment
   * @param correction root of the bias correction of the second moment
   * @param decay factor of the parameters
   */
  public record Update(
      double scale,
      double beta1,
      double beta2,
      double stepSize,
      double correction,
      double decay,
      double epsilon) {

    Stream<IValue> inputs() {
      return DoubleStream.of(scale, beta1, beta2, stepSize, correction, decay, epsilon)
          .mapToObj(IValue::from);
    }
  }

  /** Sets all elements to 0. */
  public void zero(NDArray array) {
    call("zero", Kernels.of(array)).close();
  }

  /** Adds to the elements of an array those of another. */
  public void add(NDArray sum, NDArray more) {
    call("add_into", Kernels.of(sum), Kernels.of(more)).close();
  }

  /** Euclidean norm, summed in fp64; NaN or infinite if any element is. */
  public double norm(NDArray array) {
    try (IValue result = call("norm_of", Kernels.of(array));
        NDArray norm = result.toTensor((PtNDManager) array.getManager())) {
      return norm.toDoubleArray()[0];
    }
  }

  /** Moves parameters and moments by one update; the gradients are used up. */
  public void adamw(
      NDArray parameters, NDArray gradients, NDArray first, NDArray second, Update update) {
    Stream<IValue> arrays =
        Stream.of(parameters, gradients, first, second).map(array -> Kernels.of(array));
    call("adamw", Stream.concat(arrays, update.inputs()).toArray(IValue[]::new)).close();
  }

  private IValue call(String method, IValue... inputs) {
    try {
      return kernels.run(method, inputs);
    } finally {
      for (IValue input : inputs) {
        input.close();
      }
    }
  }
}
