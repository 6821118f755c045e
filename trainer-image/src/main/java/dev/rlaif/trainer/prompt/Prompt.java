package dev.rlaif.trainer.prompt;

import dev.rlaif.trainer.chat.ChatMessage;
import java.util.List;

/**
 * A question that the policy is asked.
 *
 * @param id stable: made from the normalised text of the question
 */
public record Prompt(String id, String question) {

  /** A question under the name that its normalised text gives it. */
  public static Prompt of(String question) {
    return new Prompt(NormalisedQuestion.of(question).id(), question);
  }

  /** The conversation that is rendered with the model's chat template. */
  public List<ChatMessage> messages() {
    return List.of(ChatMessage.user(question));
  }
}
