package dev.rlaif.trainer.kernel;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.pytorch.engine.PtNDManager;
import ai.djl.pytorch.jni.IValue;
import com.sun.management.OperatingSystemMXBean;
import java.lang.management.ManagementFactory;
import java.util.ArrayList;
import java.util.List;
import java.util.function.UnaryOperator;

/**
 * Weights whose matrices are stored in the blocks that oneDNN's products read. On the processors of
 * today such products are faster than those of rows as they are, most of all those of few rows, and
 * a row of the result does not depend on how many others there are. They have no derivative, and
 * Java cannot read their elements.
 */
public final class PackedWeights {
  /** Share of the memory that weights may take in both forms. */
  private static final int SHARE = 2;

  private PackedWeights() {}

  /** Whether products here can take such weights: in float32, by the x86-64 builds of libtorch. */
  public static boolean isSupported(Placement placement) {
    return !placement.isGpu()
        && placement.precision() == Precision.FLOAT32
        && List.of("amd64", "x86_64").contains(System.getProperty("os.arch"));
  }

  /**
   * Whether weights of so many bytes should be kept in both forms: half of this machine's memory,
   * or of what its container may use, must hold them twice.
   */
  public static boolean fitBeside(long bytes) {
    OperatingSystemMXBean machine =
        ManagementFactory.getPlatformMXBean(OperatingSystemMXBean.class);
    return 2 * bytes <= machine.getTotalMemorySize() / SHARE;
  }

  /**
   * The same weights with packed matrices; norms, biases and the embedding are shared.
   *
   * @param manager owns the packed matrices
   */
  public static Weights copy(
      Weights weights, Kernels kernels, NDManager manager, ModelShape shape) {
    UnaryOperator<NDArray> pack = matrix -> reorder("reorder", kernels, manager, matrix);
    return with(weights, layers(weights, shape, pack), pack.apply(weights.head()));
  }

  /** As {@link #copy}, closing each matrix that it packs, so that both are never there at once. */
  public static Weights replace(
      Weights weights, Kernels kernels, NDManager manager, ModelShape shape) {
    UnaryOperator<NDArray> pack = closing("reorder", kernels, manager);
    boolean isTied = weights.head() == weights.embedding();
    NDArray head =
        isTied ? reorder("reorder", kernels, manager, weights.head()) : pack.apply(weights.head());
    return with(weights, layers(weights, shape, pack), head);
  }

  /**
   * Weights for the way back: as {@link #replace}, of the transposed matrices of the layers. The
   * head stays as it is.
   */
  public static Weights transpose(
      Weights weights, Kernels kernels, NDManager manager, ModelShape shape) {
    UnaryOperator<NDArray> pack = closing("reorder_transposed", kernels, manager);
    return with(weights, layers(weights, shape, pack), weights.head());
  }

  private static Weights with(Weights weights, List<NDArray> layers, NDArray head) {
    return new Weights(
        weights.embedding(), weights.finalNorm(), head, weights.cos(), weights.sin(), layers);
  }

  private static List<NDArray> layers(
      Weights weights, ModelShape shape, UnaryOperator<NDArray> pack) {
    List<NDArray> layers = new ArrayList<>();
    for (int i = 0; i < weights.layers().size(); i++) {
      NDArray array = weights.layers().get(i);
      layers.add(shape.isMatrix(i) ? pack.apply(array) : array);
    }
    return layers;
  }

  private static UnaryOperator<NDArray> closing(String method, Kernels kernels, NDManager manager) {
    return matrix -> {
      NDArray packed = reorder(method, kernels, manager, matrix);
      matrix.close();
      return packed;
    };
  }

  private static NDArray reorder(
      String method, Kernels kernels, NDManager manager, NDArray matrix) {
    try (IValue packed = kernels.call(method, Kernels.of(matrix))) {
      return packed.toTensor((PtNDManager) manager);
    }
  }
}
