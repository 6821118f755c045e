package dev.rlaif.trainer.jinja;

/** White space as Python sees it. */
final class Spaces {
  private static final char NEXT_LINE = 0x85;

  private Spaces() {}

  static boolean isSpace(int c) {
    return Character.isWhitespace(c) || Character.isSpaceChar(c) || c == NEXT_LINE;
  }

  /** Where the white space begins that ends a text, not before {@code from}. */
  static int endBeforeSpace(String text, int from) {
    int end = text.length();
    while (end > from && isSpace(text.charAt(end - 1))) {
      end--;
    }
    return end;
  }

  /** Where the white space ends that a text begins with. */
  static int startAfterSpace(String text) {
    int start = 0;
    while (start < text.length() && isSpace(text.charAt(start))) {
      start++;
    }
    return start;
  }
}
