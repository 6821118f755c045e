package dev.rlaif.trainer.cli;

import dev.rlaif.trainer.chat.ChatMessage;
import java.util.List;
import java.util.function.Consumer;

/** One of the models that somebody talks to. */
interface ChatSide {

  /** As people know it. */
  String name();

  /**
   * Answers a conversation.
   *
   * @param soFar hears the answer as it grows, from its beginning
   * @return the whole answer
   * @throws dev.rlaif.trainer.stage.StageFailure if it cannot
   */
  String answer(List<ChatMessage> conversation, Drawing drawing, Consumer<String> soFar);

  /**
   * How answers are drawn.
   *
   * @param temperature 0: the likeliest token each time
   */
  record Drawing(double temperature, int maxNewTokens, long seed) {
    Drawing withTemperature(double other) {
      return new Drawing(other, maxNewTokens, seed);
    }

    Drawing withSeed(long other) {
      return new Drawing(temperature, maxNewTokens, other);
    }
  }
}
