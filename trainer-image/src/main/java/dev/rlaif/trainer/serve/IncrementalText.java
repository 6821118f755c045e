package dev.rlaif.trainer.serve;

import java.util.Arrays;
import java.util.function.Function;

/**
 * Text of a growing list of tokens. A token may be part of a character, and what a token looks like
 * may depend on the one before it (a leading space). So a window of tokens is decoded with and
 * without the new ones, and the difference is given out once it ends on a whole character.
 */
final class IncrementalText {
  static final char PART_OF_CHARACTER = '\uFFFD';

  private final Function<int[], String> decode;
  private int[] ids = new int[64];
  private int size;
  private int windowStart;
  private int givenOut;

  IncrementalText(Function<int[], String> decode) {
    this.decode = decode;
  }

  /** What became readable with this token; often empty. */
  String append(int id) {
    if (size == ids.length) {
      ids = Arrays.copyOf(ids, 2 * size);
    }
    ids[size++] = id;
    String fresh = fresh();
    if (fresh.isEmpty() || fresh.charAt(fresh.length() - 1) == PART_OF_CHARACTER) {
      return "";
    }
    windowStart = givenOut;
    givenOut = size;
    return fresh;
  }

  /** What is left at the end, as the whole would be decoded: a cut character as U+FFFD. */
  String end() {
    String fresh = fresh();
    windowStart = givenOut;
    givenOut = size;
    return fresh;
  }

  private String fresh() {
    String before = decode.apply(Arrays.copyOfRange(ids, windowStart, givenOut));
    String after = decode.apply(Arrays.copyOfRange(ids, windowStart, size));
    return after.length() > before.length() ? after.substring(before.length()) : "";
  }
}
