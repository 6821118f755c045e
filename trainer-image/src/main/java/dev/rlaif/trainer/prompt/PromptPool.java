package dev.rlaif.trainer.prompt;

import dev.rlaif.api.v1alpha1.Split;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;

/**
 * Questions of one origin.
 *
 * @param name uri of the file, or {@link #GENERATED}
 * @param fingerprint of the text that they were read from
 * @param weight share of the training prompts; empty: all of them are taken
 * @param split empty: supplies both parts
 */
record PromptPool(
    String name,
    String fingerprint,
    OptionalDouble weight,
    Optional<Split> split,
    List<PooledQuestion> questions) {
  static final String GENERATED = "generated";

  PromptPool {
    questions = List.copyOf(questions);
  }

  boolean only(Split part) {
    return split.equals(Optional.of(part));
  }
}
