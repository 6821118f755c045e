package dev.rlaif.trainer.rollout.vllm;

import java.util.List;

/**
 * What ends an answer.
 *
 * @param ids tokens; all of them, as the server's own are switched off
 * @param texts beside them
 */
public record Stops(int[] ids, List<String> texts) {

  public Stops {
    texts = List.copyOf(texts);
  }
}
