package dev.rlaif.trainer.kernel;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import java.util.List;

/**
 * Token sequences of different lengths one after another, without padding: N tokens, B sequences, S
 * the longest. Only attention sees the padded grid, so that padding costs no matrix products and
 * cannot change a result.
 *
 * @param ids [N] int64
 * @param positions [N] int64, 0 at the start of each sequence
 * @param grid [B, S] int64: the token at each cell; a padding cell names token 0
 * @param cells [N] int64: the cell of each token
 * @param rows [M] int64: the tokens whose hidden states are wanted
 */
public record PackedBatch(
    NDArray ids, NDArray positions, NDArray grid, NDArray cells, NDArray rows) {

  /**
   * Packs sequences.
   *
   * @param sequences [B][L_b], each at least one token
   * @param rows [B][M_b]: per sequence the positions whose hidden states are wanted, ascending
   */
  public static PackedBatch of(NDManager manager, List<int[]> sequences, List<int[]> rows) {
    int longest = sequences.stream().mapToInt(s -> s.length).max().orElseThrow();
    int tokens = sequences.stream().mapToInt(s -> s.length).sum();
    long[] ids = new long[tokens];
    long[] positions = new long[tokens];
    long[] cells = new long[tokens];
    long[] grid = new long[sequences.size() * longest];
    long[] chosen = new long[rows.stream().mapToInt(r -> r.length).sum()];
    int token = 0;
    int row = 0;
    for (int b = 0; b < sequences.size(); b++) {
      for (int position : rows.get(b)) {
        chosen[row++] = token + position;
      }
      int[] sequence = sequences.get(b);
      for (int t = 0; t < sequence.length; t++) {
        ids[token] = sequence[t];
        positions[token] = t;
        cells[token] = (long) b * longest + t;
        grid[b * longest + t] = token;
        token++;
      }
    }
    return new PackedBatch(
        manager.create(ids),
        manager.create(positions),
        manager.create(grid, new Shape(sequences.size(), longest)),
        manager.create(cells),
        manager.create(chosen));
  }
}
