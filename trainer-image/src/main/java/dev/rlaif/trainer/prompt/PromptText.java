package dev.rlaif.trainer.prompt;

/** Between text and a model's tokens. */
public interface PromptText {

  /** The prompt in the model's chat template, up to where the answer begins: [P]. */
  int[] encode(Prompt prompt);

  /** An answer without special tokens. */
  String decode(int[] ids);
}
