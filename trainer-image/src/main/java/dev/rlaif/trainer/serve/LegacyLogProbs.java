package dev.rlaif.trainer.serve;

import com.fasterxml.jackson.annotation.JsonProperty;
import dev.rlaif.trainer.rollout.TokenChances;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Log-probabilities of an answer's tokens, as the completions API writes them.
 *
 * @param textOffset where each token begins in the text, in UTF-16 units
 * @param topLogProbs tokens that read alike count once, the most probable of them
 */
record LegacyLogProbs(
    List<String> tokens,
    @JsonProperty("token_logprobs") List<Double> tokenLogProbs,
    @JsonProperty("top_logprobs") List<Map<String, Double>> topLogProbs,
    @JsonProperty("text_offset") List<Integer> textOffset) {

  /**
   * Of some tokens.
   *
   * @param offset where the first one begins
   */
  static LegacyLogProbs of(List<TokenChances> chances, AnswerEngine engine, int offset) {
    List<String> tokens = new ArrayList<>();
    List<Double> logProbs = new ArrayList<>();
    List<Map<String, Double>> tops = new ArrayList<>();
    List<Integer> offsets = new ArrayList<>();
    int at = offset;
    for (TokenChances place : chances) {
      String token = LogProbs.text(place.id(), engine);
      tokens.add(token);
      logProbs.add((double) place.logProb());
      Map<String, Double> top = new LinkedHashMap<>();
      for (int k = 0; k < place.topIds().length; k++) {
        top.putIfAbsent(LogProbs.text(place.topIds()[k], engine), (double) place.topLogProbs()[k]);
      }
      tops.add(top);
      offsets.add(at);
      at += token.length();
    }
    return new LegacyLogProbs(tokens, logProbs, tops, offsets);
  }
}
