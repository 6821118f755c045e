package dev.rlaif.trainer.train;

import dev.rlaif.trainer.checkpoint.DataCursor;
import dev.rlaif.trainer.learn.Permutation;
import dev.rlaif.trainer.prompt.Prompt;
import java.util.ArrayList;
import java.util.List;

/**
 * The prompts in the order in which training takes them: a fresh permutation each epoch, a function
 * of seed and epoch.
 */
final class PromptOrder implements PromptSequence {
  private final List<Prompt> prompts;
  private final long seed;

  /** Prompts of one step, and where the next step begins. */
  record Taken(List<Prompt> prompts, DataCursor next) {}

  PromptOrder(List<Prompt> prompts, long seed) {
    this.prompts = List.copyOf(prompts);
    this.seed = seed;
  }

  /** At the end of an epoch the next one begins. */
  @Override
  public Taken take(DataCursor from, int count) {
    List<Prompt> taken = new ArrayList<>(count);
    int epoch = from.epoch();
    int position = from.position();
    int[] order = order(epoch);
    while (taken.size() < count) {
      if (position == prompts.size()) {
        epoch++;
        position = 0;
        order = order(epoch);
      }
      taken.add(prompts.get(order[position]));
      position++;
    }
    return new Taken(taken, new DataCursor(from.fingerprint(), epoch, position));
  }

  private int[] order(int epoch) {
    return Permutation.of(prompts.size(), seed, epoch);
  }
}
