package dev.rlaif.trainer.serve;

import dev.rlaif.trainer.chat.ChatMessage;
import dev.rlaif.trainer.rollout.Completion;
import dev.rlaif.trainer.rollout.GenerationRequest;
import dev.rlaif.trainer.rollout.Sampling;
import java.util.List;

/**
 * A model as the server needs it. Encoding and decoding are called from several threads at once,
 * {@link #generate} from one.
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
   * Answers all requests as one batch. Every request ends with one call of {@link
   * TokenListener#finished}, also one that its listener ended.
   */
  void generate(List<GenerationRequest> requests, Sampling sampling, TokenListener listener);

  /** Hears of every token as soon as it is there, on the generating thread. */
  interface TokenListener {

    /**
     * A token of the request with this index.
     *
     * @return whether more is wanted; if not, the engine should spend no more work on this request
     */
    boolean token(int index, int id);

    /**
     * The answer is complete. Tokens that were not told of one by one are taken from here, so an
     * engine that cannot stream need only call this.
     */
    void finished(Completion completion);
  }
}
