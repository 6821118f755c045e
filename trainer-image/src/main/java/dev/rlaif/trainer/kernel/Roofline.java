package dev.rlaif.trainer.kernel;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.pytorch.jni.IValue;
import dev.rlaif.trainer.kernel.cuda.Cuda;

/**
 * What a device does at most, measured: the two roofs of the roofline model (Williams, Waterman,
 * Patterson 2009).
 *
 * @param bytesPerSecond of a large copy, read and written bytes both counted
 * @param operationsPerSecond of a large matrix product of random numbers, in the placement's
 *     precision
 */
public record Roofline(double bytesPerSecond, double operationsPerSecond) {
  private static final int TRIALS = 5;
  private static final int CPU_SIDE = 1024;
  private static final int GPU_SIDE = 8192;

  /** Rows of a copied array for each row of the product. */
  private static final int COPY_FACTOR = 8;

  /** Measures, which takes a moment and some memory. */
  public static Roofline measure(Kernels kernels) {
    Placement placement = kernels.placement();
    int side = placement.isGpu() ? GPU_SIDE : CPU_SIDE;
    try (NDManager scope = Torch.newManager(placement.device())) {
      NDArray source = kernels.zeros(scope, (long) COPY_FACTOR * side, side);
      NDArray target = kernels.zeros(scope, (long) COPY_FACTOR * side, side);
      kernels.randomise(source, 1);
      double copy = seconds(placement, () -> kernels.assign(target, source));
      double bytes = 2.0 * COPY_FACTOR * side * side * placement.precision().bytes();
      NDArray left = kernels.zeros(scope, side, side);
      NDArray right = kernels.zeros(scope, side, side);
      NDArray product = kernels.zeros(scope, side, side);
      kernels.randomise(left, 1);
      kernels.randomise(right, 1);
      double multiply = seconds(placement, () -> multiply(kernels, product, left, right));
      return new Roofline(bytes / copy, 2.0 * side * side * side / multiply);
    }
  }

  private static void multiply(Kernels kernels, NDArray product, NDArray left, NDArray right) {
    try (IValue target = Kernels.of(product);
        IValue a = Kernels.of(left);
        IValue b = Kernels.of(right)) {
      kernels.run("product_into", target, a, b).close();
    }
  }

  /** The fastest of some, each waited for. */
  private static double seconds(Placement placement, Runnable work) {
    double best = Double.MAX_VALUE;
    for (int trial = 0; trial < TRIALS; trial++) {
      long start = System.nanoTime();
      work.run();
      if (placement.isGpu()) {
        Cuda.required().synchronise(placement.device().getDeviceId());
      }
      best = Math.min(best, (System.nanoTime() - start) / 1e9);
    }
    return best;
  }
}
