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
final class StreamOrder implements DataSequence<Prompt> {
  private final PromptStream stream;
  private final long seed;

  StreamOrder(PromptStream stream, long seed) {
    this.stream = stream;
    this.seed = seed;
  }

  @Override
  public DataOrder.Taken<Prompt> take(DataCursor from, int count) {
    if (from.epoch() > 0) {
      return ended().take(from, count);
    }
    List<Prompt> taken = new ArrayList<>(stream.take(from.position(), count));
    if (taken.size() == count) {
      return new DataOrder.Taken<>(
          taken, new DataCursor(from.fingerprint(), 0, from.position() + count));
    }
    var rest = ended().take(new DataCursor(from.fingerprint(), 1, 0), count - taken.size());
    taken.addAll(rest.data());
    return new DataOrder.Taken<>(taken, rest.next());
  }

  private DataOrder<Prompt> ended() {
    return new DataOrder<>(stream.all(), seed);
  }
}
