package dev.rlaif.trainer.pair;

/** Why two answers, or the answers to a prompt, became no pair. */
public enum Unpaired {
  /** fewer than two answers have a score */
  TOO_FEW_SCORES("fewer than two scores"),
  /** the scores are too close, or the wrong way round */
  NO_MARGIN("no margin"),
  /** both answers have the same tokens, perhaps since they were cut off */
  SAME_ANSWER("the same answer twice"),
  /** the prompt is one of the held-out ones */
  HELD_OUT("a held-out prompt"),
  /** the prompt is longer than {@code spec.rollout.maxPromptTokens} */
  PROMPT_TOO_LONG("too long a prompt");

  private final String words;

  Unpaired(String words) {
    this.words = words;
  }

  /** For people. */
  public String words() {
    return words;
  }
}
