package dev.rlaif.trainer.train;

import dev.rlaif.trainer.judge.Judgement;
import dev.rlaif.trainer.lora.Sequence;
import dev.rlaif.trainer.prompt.Prompt;
import dev.rlaif.trainer.rollout.Completion;
import dev.rlaif.trainer.rollout.FinishReason;

/**
 * An answer of a step with the judge's word on it.
 *
 * @param group number of the prompt within the step; answers to one prompt share it
 * @param sample number of the answer among those to its prompt
 */
record JudgedRollout(
    Prompt prompt, int group, int sample, Completion completion, String text, Judgement judgement) {

  Sequence sequence() {
    return new Sequence(completion.promptIds(), completion.ids());
  }

  boolean ended() {
    return completion.finish() == FinishReason.STOP;
  }

  int lengthTokens() {
    return completion.ids().length;
  }
}
