package dev.rlaif.trainer.rollout;

import java.util.List;
import java.util.function.Consumer;

/** Generates answers in batches. */
public interface Generator {

  /**
   * Answers all requests, in any order inside, result in order of the requests.
   *
   * @param finished called on the calling thread as soon as an answer is complete, so that judging
   *     can overlap generation
   */
  List<Completion> generate(
      List<GenerationRequest> requests, Sampling sampling, Consumer<Completion> finished);
}
