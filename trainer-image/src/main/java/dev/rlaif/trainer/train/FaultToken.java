package dev.rlaif.trainer.train;

import java.util.Arrays;
import java.util.function.Function;

/** From a place in an answer's text to a place in its tokens. */
final class FaultToken {
  private FaultToken() {}

  /**
   * Index of the token with which so many characters are there.
   *
   * @param ids [L], of an answer with at least so many characters
   * @param characters of the whole answer's text
   * @param decode tokens to text; more tokens never give a shorter one
   */
  static int of(int[] ids, int characters, Function<int[], String> decode) {
    int low = 0;
    int high = ids.length - 1;
    while (low < high) {
      int middle = (low + high) / 2;
      if (decode.apply(Arrays.copyOf(ids, middle + 1)).length() < characters) {
        low = middle + 1;
      } else {
        high = middle;
      }
    }
    return low;
  }
}
