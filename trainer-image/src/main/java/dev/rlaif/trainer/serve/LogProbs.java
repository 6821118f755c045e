package dev.rlaif.trainer.serve;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonProperty;
import dev.rlaif.trainer.rollout.TokenChances;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Log-probabilities of an answer's tokens, as the chat API writes them. */
record LogProbs(List<Entry> content) {

  /**
   * A token.
   *
   * @param bytes of its text in UTF-8, as numbers from 0 to 255; null for a part of a character
   * @param top the most probable tokens at its place; absent for these themselves
   */
  @JsonInclude(JsonInclude.Include.NON_NULL)
  record Entry(
      String token,
      double logprob,
      @JsonInclude @Nullable List<Integer> bytes,
      @JsonProperty("top_logprobs") @Nullable List<Entry> top) {

    static Entry of(String token, double logprob, @Nullable List<Entry> top) {
      if (token.indexOf(IncrementalText.PART_OF_CHARACTER) >= 0) {
        return new Entry(token, logprob, null, top);
      }
      List<Integer> bytes = new ArrayList<>();
      for (byte unit : token.getBytes(StandardCharsets.UTF_8)) {
        bytes.add(unit & 0xff);
      }
      return new Entry(token, logprob, bytes, top);
    }
  }

  static LogProbs of(List<TokenChances> chances, AnswerEngine engine) {
    return new LogProbs(chances.stream().map(place -> entry(place, engine)).toList());
  }

  private static Entry entry(TokenChances place, AnswerEngine engine) {
    List<Entry> top = new ArrayList<>();
    for (int k = 0; k < place.topIds().length; k++) {
      top.add(Entry.of(text(place.topIds()[k], engine), place.topLogProbs()[k], null));
    }
    return Entry.of(text(place.id(), engine), place.logProb(), top);
  }

  static String text(int id, AnswerEngine engine) {
    return engine.decode(new int[] {id});
  }
}
