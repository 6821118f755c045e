package dev.rlaif.trainer.pair;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.databind.PropertyNamingStrategies.SnakeCaseStrategy;
import com.fasterxml.jackson.databind.annotation.JsonNaming;
import dev.rlaif.trainer.chat.ChatMessage;
import dev.rlaif.trainer.lora.Sequence;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A preference pair with all that training needs of it. As a line of JSON it is in TRL's
 * conversational preference format, with fields more.
 *
 * @param id of the prompt
 * @param chosen the one message of the better answer
 * @param rejected the one message of the worse answer
 * @param scoreChosen absent where the pair came without scores, as is the other one
 * @param tokenizer fingerprint of the tokenizer that the ids are of
 * @param promptIds [P]
 * @param chosenIds [L] as generated, the stop token included
 * @param rejectedIds [L] likewise
 * @param referenceChosen [L] log-probabilities of the chosen answer's tokens, adapter off
 * @param referenceRejected [L] likewise
 */
@JsonNaming(SnakeCaseStrategy.class)
@JsonInclude(JsonInclude.Include.NON_NULL)
public record Preference(
    String id,
    List<ChatMessage> prompt,
    List<ChatMessage> chosen,
    List<ChatMessage> rejected,
    @Nullable Double scoreChosen,
    @Nullable Double scoreRejected,
    String tokenizer,
    int[] promptIds,
    int[] chosenIds,
    int[] rejectedIds,
    float[] referenceChosen,
    float[] referenceRejected) {

  public Preference {
    prompt = List.copyOf(prompt);
    chosen = List.copyOf(chosen);
    rejected = List.copyOf(rejected);
    requireLength("reference_chosen", referenceChosen.length, chosenIds.length);
    requireLength("reference_rejected", referenceRejected.length, rejectedIds.length);
  }

  public Sequence chosenSequence() {
    return new Sequence(promptIds, chosenIds);
  }

  public Sequence rejectedSequence() {
    return new Sequence(promptIds, rejectedIds);
  }

  private static void requireLength(String name, int found, int length) {
    if (found != length) {
      throw new IllegalArgumentException(
          name + " has " + found + " entries: the answer has " + length + " tokens");
    }
  }
}
