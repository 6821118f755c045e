package dev.rlaif.trainer.kernel;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;

/**
 * Decodes and draws one token of each of a cache's first B rows, over buffers that keep their
 * places and shapes, so that it can be recorded once and repeated. It changes nothing but the cache
 * at the given positions and its own buffers: the same input twice is the same step.
 */
public abstract class DecodeStep implements AutoCloseable {
  /** Numbers of a row: id, position, uniform, 1 where a banned token may not be drawn yet. */
  public static final int INPUTS = 4;

  private final Kernels kernels;
  private final NDManager scope;
  private final int rows;
  private final NDArray state;
  private final NDArray drawn;

  /**
   * The buffers of a step.
   *
   * @param scope of the buffers, closed with the step
   */
  DecodeStep(Kernels kernels, NDManager scope, int rows) {
    this.kernels = kernels;
    this.scope = scope;
    this.rows = rows;
    this.state = scope.zeros(new Shape(INPUTS, rows), DataType.FLOAT64);
    this.drawn = scope.zeros(new Shape(2, rows), DataType.FLOAT64);
  }

  public final int rows() {
    return rows;
  }

  /**
   * Sets the input.
   *
   * @param numbers [4, B]: ids, positions, uniforms, bans
   */
  public final void set(double[] numbers) {
    try (NDArray source = scope.create(numbers, new Shape(INPUTS, rows))) {
      kernels.assign(state, source);
    }
  }

  /** Decodes and draws; the only part that is recorded. */
  public abstract void run();

  /** What was drawn, [2, B]: tokens, their log-probabilities without filters. */
  public final double[] drawn() {
    return drawn.toDoubleArray();
  }

  @Override
  public void close() {
    scope.close();
  }

  Kernels kernels() {
    return kernels;
  }

  NDManager scope() {
    return scope;
  }

  NDArray stateBuffer() {
    return state;
  }

  NDArray drawnBuffer() {
    return drawn;
  }
}
