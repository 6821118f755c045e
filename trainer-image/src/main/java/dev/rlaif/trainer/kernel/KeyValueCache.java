package dev.rlaif.trainer.kernel;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import java.util.List;

/**
 * Keys and values of the tokens so far, allocated once and written in place.
 *
 * @param layers one a layer: [rows * capacity, 2K, D], keys first; one behind another in memory
 * @param capacity positions a row
 */
public record KeyValueCache(List<NDArray> layers, int rows, int capacity) {

  public KeyValueCache {
    layers = List.copyOf(layers);
  }

  /** An empty cache. */
  public static KeyValueCache allocate(
      NDManager manager, Kernels kernels, ModelShape shape, int rows, int capacity) {
    try (NDArray all =
        kernels.zeros(
            manager,
            shape.layers(),
            (long) rows * capacity,
            2L * shape.keyValueHeads(),
            shape.headSize())) {
      List<NDArray> layers = kernels.tensors(manager, "layers_of", Kernels.of(all));
      return new KeyValueCache(layers, rows, capacity);
    }
  }

  /** Memory of one position of one row, bytes. */
  public static long bytesPerPosition(ModelShape shape, Precision precision) {
    return 2L * shape.keyValueHeads() * shape.headSize() * shape.layers() * precision.bytes();
  }

  /** Where the key and value of a position of a row lie. */
  public long slot(int row, int position) {
    return (long) row * capacity + position;
  }
}
