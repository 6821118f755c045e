package dev.rlaif.trainer.serve;

import dev.rlaif.trainer.chat.ChatMessage;
import dev.rlaif.trainer.rollout.AnswerBatch;
import java.util.List;

/**
 * A base model with its adapters, as the server needs it. Encoding and decoding are called from
 * several threads at once.
 */
public interface AnswerEngine {

  /**
   * The conversation in the model's chat template, up to where the answer begins: [P].
   *
   * @throws IllegalArgumentException if the template refuses the conversation; the message is shown
   *     to the client
   */
  int[] encode(List<ChatMessage> messages);

  /** Plain text with what the model begins every text with: [P]. */
  int[] encode(String text);

  /** Text of these tokens without special tokens; part of a character is U+FFFD. */
  String decode(int[] ids);

  /** Tokens of prompt and answer together that the model can hold. */
  int contextTokens();

  /**
   * An empty batch, for the thread that steps it.
   *
   * @param maxRows answers in the making at once
   * @param prefixBytes memory for what was read of prompts, so that it need not be read again
   */
  AnswerBatch newBatch(int maxRows, long prefixBytes);
}
