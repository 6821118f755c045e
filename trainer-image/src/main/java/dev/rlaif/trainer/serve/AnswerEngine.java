package dev.rlaif.trainer.serve;

import dev.rlaif.trainer.chat.ChatMessage;
import dev.rlaif.trainer.rollout.Completion;
import dev.rlaif.trainer.rollout.GenerationRequest;
import dev.rlaif.trainer.rollout.Sampling;
import dev.rlaif.trainer.rollout.TokenListener;
import java.util.List;
import java.util.function.Consumer;

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
   * Answers all requests as one batch, on the calling thread.
   *
   * @param finished called once for every request, also for one that its listener ended. Tokens
   *     that the listener was not told of are taken from here, so an engine that cannot stream need
   *     not call it
   * @param listener hears of every token as soon as it is drawn
   */
  void generate(
      List<GenerationRequest> requests,
      Sampling sampling,
      Consumer<Completion> finished,
      TokenListener listener);
}
