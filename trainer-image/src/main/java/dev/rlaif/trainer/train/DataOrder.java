package dev.rlaif.trainer.train;

import dev.rlaif.trainer.checkpoint.DataCursor;
import dev.rlaif.trainer.learn.Permutation;
import java.util.ArrayList;
import java.util.List;

/**
 * The data in the order in which training takes it: a fresh permutation each epoch, a function of
 * seed and epoch.
 *
 * @param <T> prompts, or preference pairs
 */
final class DataOrder<T> implements DataSequence<T> {
  private final List<T> data;
  private final long seed;

  /** Data of one step, and where the next step begins. */
  record Taken<T>(List<T> data, DataCursor next) {}

  DataOrder(List<T> data, long seed) {
    this.data = List.copyOf(data);
    this.seed = seed;
  }

  /** At the end of an epoch the next one begins. */
  @Override
  public Taken<T> take(DataCursor from, int count) {
    List<T> taken = new ArrayList<>(count);
    int epoch = from.epoch();
    int position = from.position();
    int[] order = order(epoch);
    while (taken.size() < count) {
      if (position == data.size()) {
        epoch++;
        position = 0;
        order = order(epoch);
      }
      taken.add(data.get(order[position]));
      position++;
    }
    return new Taken<>(taken, new DataCursor(from.fingerprint(), epoch, position));
  }

  private int[] order(int epoch) {
    return Permutation.of(data.size(), seed, epoch);
  }
}
