package dev.rlaif.trainer.rollout;

import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;

/**
 * Texts that end an answer. The token that completes one is the answer's last and counts, as a stop
 * token does; the text stays in the answer.
 */
public final class StopStrings {
  private final List<String> texts;
  private final Function<int[], String> decode;

  /**
   * Stop strings of a tokenizer.
   *
   * @param decode text of ids
   */
  public StopStrings(List<String> texts, Function<int[], String> decode) {
    this.texts = List.copyOf(texts);
    this.decode = decode;
    if (texts.stream().anyMatch(String::isEmpty)) {
      throw new IllegalArgumentException("an empty text would end every answer before it begins");
    }
  }

  /** Hears the tokens of one generation. */
  public TokenListener listener() {
    if (texts.isEmpty()) {
      return (index, tokenId) -> true;
    }
    Map<Integer, int[]> answers = new HashMap<>();
    return (index, tokenId) -> {
      int[] ids = append(answers.getOrDefault(index, new int[0]), tokenId);
      answers.put(index, ids);
      return !isIn(ids);
    };
  }

  /** A token may hold as little as one byte of a text, and a stop string end anywhere in it. */
  private boolean isIn(int[] ids) {
    int longest = texts.stream().mapToInt(text -> 4 * text.length()).max().orElse(0) + 1;
    String tail =
        decode.apply(Arrays.copyOfRange(ids, Math.max(0, ids.length - longest), ids.length));
    return texts.stream().anyMatch(tail::contains);
  }

  private static int[] append(int[] ids, int id) {
    int[] longer = Arrays.copyOf(ids, ids.length + 1);
    longer[ids.length] = id;
    return longer;
  }
}
