package dev.rlaif.trainer.train;

import dev.rlaif.trainer.prompt.Prompt;

/** Between text and the policy's tokens. */
public interface PolicyText {

  /** The prompt in the model's chat template, up to where the answer begins: [P]. */
  int[] encode(Prompt prompt);

  /** An answer without special tokens. */
  String decode(int[] ids);
}
