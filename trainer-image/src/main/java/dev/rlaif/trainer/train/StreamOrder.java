package dev.rlaif.trainer.train;

import dev.rlaif.trainer.checkpoint.DataCursor;
import dev.rlaif.trainer.prompt.Prompt;
import dev.rlaif.trainer.prompt.PromptStream;
import java.util.ArrayList;
import java.util.List;

/**
 * Prompts that are generated while training goes on: the first epoch in the order in which they
 * come; the others, if the steps outlast the stream, in permutations as of any other prompts.
 */
final class StreamOrder implements PromptSequence {
  private final PromptStream stream;
  private final long seed;

  StreamOrder(PromptStream stream, long seed) {
    this.stream = stream;
    this.seed = seed;
  }

  @Override
  public PromptOrder.Taken take(DataCursor from, int count) {
    if (from.epoch() > 0) {
      return ended().take(from, count);
    }
    List<Prompt> taken = new ArrayList<>(stream.take(from.position(), count));
    if (taken.size() == count) {
      return new PromptOrder.Taken(
          taken, new DataCursor(from.fingerprint(), 0, from.position() + count));
    }
    var rest = ended().take(new DataCursor(from.fingerprint(), 1, 0), count - taken.size());
    taken.addAll(rest.prompts());
    return new PromptOrder.Taken(taken, rest.next());
  }

  private PromptOrder ended() {
    return new PromptOrder(stream.all(), seed);
  }
}
