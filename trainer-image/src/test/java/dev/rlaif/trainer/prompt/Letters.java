package dev.rlaif.trainer.prompt;

/** A token is a code unit. */
public final class Letters implements PromptText {
  @Override
  public int[] encode(Prompt prompt) {
    return prompt.question().chars().toArray();
  }

  @Override
  public String decode(int[] ids) {
    return new String(ids, 0, ids.length);
  }
}
