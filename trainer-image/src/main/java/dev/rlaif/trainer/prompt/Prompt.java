package dev.rlaif.trainer.prompt;

import dev.rlaif.trainer.chat.ChatMessage;
import java.util.List;

/**
 * A question that the policy is asked.
 *
 * @param id stable: made from the normalised text of the question
 */
public record Prompt(String id, String question) {

  /** The conversation that is rendered with the model's chat template. */
  public List<ChatMessage> messages() {
    return List.of(ChatMessage.user(question));
  }
}
