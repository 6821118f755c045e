package dev.rlaif.trainer.pair;

import dev.rlaif.trainer.chat.ChatMessage;
import dev.rlaif.trainer.lora.Sequence;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Two answers to one prompt that may become a pair.
 *
 * @param id of the prompt
 * @param promptIds [P]
 */
record Candidate(String id, List<ChatMessage> prompt, int[] promptIds, Side chosen, Side rejected) {

  /**
   * One of the answers.
   *
   * @param ids [L]
   * @param score absent where none was given
   */
  record Side(String text, int[] ids, @Nullable Double score) {}

  /** What is asked last, and what a held-out question would be compared with. */
  String question() {
    return prompt.get(prompt.size() - 1).content();
  }

  /** Difference of the scores; null where there are none. */
  @Nullable Double margin() {
    Double better = chosen.score;
    Double worse = rejected.score;
    return better == null || worse == null ? null : better - worse;
  }

  boolean isOneAnswer() {
    return Arrays.equals(chosen.ids, rejected.ids);
  }

  List<Sequence> sequences() {
    return List.of(new Sequence(promptIds, chosen.ids), new Sequence(promptIds, rejected.ids));
  }

  /**
   * @param chosenReference [L]
   * @param rejectedReference [L]
   */
  Preference withReference(String tokenizer, float[] chosenReference, float[] rejectedReference) {
    return new Preference(
        id,
        prompt,
        List.of(ChatMessage.assistant(chosen.text)),
        List.of(ChatMessage.assistant(rejected.text)),
        chosen.score,
        rejected.score,
        tokenizer,
        promptIds,
        chosen.ids,
        rejected.ids,
        chosenReference,
        rejectedReference);
  }
}
