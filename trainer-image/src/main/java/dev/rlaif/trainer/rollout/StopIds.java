package dev.rlaif.trainer.rollout;

import dev.rlaif.trainer.llama.LlamaConfig;
import java.util.Arrays;
import java.util.stream.IntStream;

/** The tokens that end an answer. */
public final class StopIds {
  private StopIds() {}

  /** Those given and those of the model's own configuration, ascending. */
  public static int[] of(LlamaConfig config, int[] given) {
    return IntStream.concat(
            Arrays.stream(given), config.stopIds().stream().mapToInt(Integer::intValue))
        .distinct()
        .sorted()
        .toArray();
  }
}
