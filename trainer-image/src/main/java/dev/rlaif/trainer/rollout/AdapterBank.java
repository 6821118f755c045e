package dev.rlaif.trainer.rollout;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import dev.rlaif.trainer.kernel.MixedBatch;
import dev.rlaif.trainer.kernel.PackedAdapter;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * Several adapters of one base. Where the rows of a batch want different ones, all of them are one
 * wide adapter, of which each row keeps its own ranks: the products with the base's weights, which
 * are nearly all of the work, stay one for the whole batch.
 */
final class AdapterBank {
  private static final int GROUPS = 4;

  private final MixedBatch kernels;
  private final List<List<NDArray>> adapters;
  private final List<NDArray> joined;
  private final List<NDArray> tables;

  /**
   * A bank of adapters, which it keeps.
   *
   * @param scope owns what they are joined to
   */
  AdapterBank(MixedBatch kernels, NDManager scope, List<PackedAdapter> adapters) {
    this.kernels = kernels;
    this.adapters =
        adapters.stream()
            .map(adapter -> kernels.kernels().reordered(scope, adapter.parts()))
            .toList();
    this.joined =
        adapters.size() < 2
            ? this.adapters.stream().flatMap(List::stream).toList()
            : kernels
                .kernels()
                .reordered(
                    scope,
                    kernels.join(
                        scope,
                        adapters.stream().flatMap(adapter -> adapter.parts().stream()).toList(),
                        adapters.size()));
    this.tables = adapters.isEmpty() ? List.of() : tables(scope);
  }

  /**
   * The parts of what these tokens need together.
   *
   * @param step owns what is made for it
   * @param who [N] number of the adapter of each token, {@link LiveRequest#BASE} for none
   */
  List<NDArray> of(NDManager step, int[] who) {
    int first = who[0];
    if (Arrays.stream(who).allMatch(one -> one == first)) {
      return first == LiveRequest.BASE ? List.of() : adapters.get(first);
    }
    long[] choices = Arrays.stream(who).mapToLong(one -> one + 1L).toArray();
    List<NDArray> parts = new ArrayList<>(joined);
    parts.addAll(kernels.masks(tables, step.create(choices)));
    return parts;
  }

  /** Four [1 + adapters, R]: row 0 is the base, which keeps no rank. */
  private List<NDArray> tables(NDManager scope) {
    List<NDArray> made = new ArrayList<>();
    for (int group = 0; group < GROUPS; group++) {
      int part = 2 * group;
      int ranks = (int) joined.get(part).getShape().get(0);
      float[] table = new float[(1 + adapters.size()) * ranks];
      int from = 0;
      for (int k = 0; k < adapters.size(); k++) {
        int own = (int) adapters.get(k).get(part).getShape().get(0);
        Arrays.fill(table, (1 + k) * ranks + from, (1 + k) * ranks + from + own, 1);
        from += own;
      }
      made.add(scope.create(table, new Shape(1 + adapters.size(), ranks)));
    }
    return made;
  }
}
