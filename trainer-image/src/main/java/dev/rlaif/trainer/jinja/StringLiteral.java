package dev.rlaif.trainer.jinja;

/** Escapes of Python's string literals. */
final class StringLiteral {
  private static final String SHORT = "\\'\"nrtbfav";
  private static final String MEANT = "\\'\"\n\r\t\b\f\u0007\u000b";
  private static final int HEXADECIMAL = 16;

  private StringLiteral() {}

  /** What stands between the quotes, escapes resolved. */
  static String content(Source source, String raw, int offset) {
    StringBuilder out = new StringBuilder();
    for (int i = 0; i < raw.length(); i++) {
      char c = raw.charAt(i);
      if (c != '\\') {
        out.append(c);
        continue;
      }
      i++;
      char escaped = raw.charAt(i);
      int digits = escaped == 'x' ? 2 : escaped == 'u' ? 4 : escaped == 'U' ? 8 : 0;
      int meant = SHORT.indexOf(escaped);
      if (digits > 0 && i + digits < raw.length()) {
        out.appendCodePoint(Integer.parseInt(raw.substring(i + 1, i + 1 + digits), HEXADECIMAL));
        i += digits;
      } else if (escaped == '\n') {
        continue; // a line that goes on
      } else if (meant >= 0) {
        out.append(MEANT.charAt(meant));
      } else if (Character.isLetterOrDigit(escaped)) {
        throw source.failure(offset, "the escape \\" + escaped + " is not known");
      } else {
        out.append('\\').append(escaped);
      }
    }
    return out.toString();
  }
}
