package dev.rlaif.trainer.kernel;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import java.util.ArrayList;
import java.util.List;

/**
 * Keys and values of the tokens so far, allocated once and written in place.
 *
 * @param layers one a layer: [rows * capacity, 2K, D], keys first
 * @param capacity positions a row
 */
public record KeyValueCache(List<NDArray> layers, int rows, int capacity) {

  public KeyValueCache {
    layers = List.copyOf(layers);
  }

  /** An empty cache; zeros, because a masked cell still is multiplied by a weight of 0. */
  public static KeyValueCache allocate(
      NDManager manager, ModelShape shape, int rows, int capacity) {
    Shape layer = new Shape((long) rows * capacity, 2L * shape.keyValueHeads(), shape.headSize());
    List<NDArray> layers = new ArrayList<>();
    for (int i = 0; i < shape.layers(); i++) {
      layers.add(manager.zeros(layer, DataType.FLOAT32));
    }
    return new KeyValueCache(layers, rows, capacity);
  }

  /** Where the key and value of a position of a row lie. */
  public long slot(int row, int position) {
    return (long) row * capacity + position;
  }
}
