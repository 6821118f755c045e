package dev.rlaif.trainer.kernel;

import ai.djl.ndarray.NDArray;

/**
 * Tokens that come behind what a cache holds of their rows; rows one after another, of each as many
 * tokens, unless it is said beside them where each begins.
 *
 * @param ids [N] int64
 * @param positions [N] int64, ascending by 1 within a row
 * @param slots [N] int64: cache slot of each token
 * @param first row of the cache that they belong to
 * @param rows B, in order from the first on
 * @param used positions of the cache to attend to: the largest position plus one
 */
public record CachedTokens(
    NDArray ids, NDArray positions, NDArray slots, int first, int rows, int used) {

  /** One token of each of the cache's first rows. */
  public static CachedTokens ofEachRow(NDArray ids, NDArray positions, NDArray slots, int used) {
    return new CachedTokens(ids, positions, slots, 0, (int) ids.getShape().get(0), used);
  }

  /** Several tokens of one row. */
  public static CachedTokens ofRow(
      NDArray ids, NDArray positions, NDArray slots, int row, int used) {
    return new CachedTokens(ids, positions, slots, row, 1, used);
  }
}
