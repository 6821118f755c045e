package dev.rlaif.trainer.jinja;

import dev.rlaif.trainer.jinja.Token.Kind;
import java.util.List;

/** Cuts what stands inside a tag into names, literals and operators. */
final class TagLexer {
  private static final List<String> OPERATORS =
      List.of(
          "**", "//", "==", "!=", "<=", ">=", "+", "-", "*", "/", "%", "~", "<", ">", "=", ".", ":",
          "|", ",", "(", ")", "[", "]", "{", "}");

  private final Source source;
  private final String text;
  private final String end;
  private final List<Token> tokens;
  private int at;
  private int depth;
  private char endSign;

  /**
   * A reader of one tag.
   *
   * @param at first character behind the tag's beginning
   * @param tokens to append to
   */
  TagLexer(Source source, int at, String end, List<Token> tokens) {
    this.source = source;
    this.text = source.text();
    this.at = at;
    this.end = end;
    this.tokens = tokens;
  }

  /** Reads up to the tag's end; gives the offset behind it. */
  int read() {
    int start = at;
    while (at < text.length()) {
      char c = text.charAt(at);
      if (depth == 0 && isEnd()) {
        return at;
      }
      if (Spaces.isSpace(c)) {
        at++;
      } else if (c == '\'' || c == '"') {
        readString(c);
      } else if (Character.isDigit(c)) {
        readNumber();
      } else if (Character.isLetter(c) || c == '_') {
        readName();
      } else {
        readOperator();
      }
    }
    throw source.failure(start, "the tag never ends: " + end + " is missing");
  }

  /** The sign before the tag's end, or 0. */
  char endSign() {
    return endSign;
  }

  private boolean isEnd() {
    char c = text.charAt(at);
    boolean signed = (c == '-' || (c == '+' && end.equals("%}"))) && text.startsWith(end, at + 1);
    if (!signed && !text.startsWith(end, at)) {
      return false;
    }
    tokens.add(new Token(Kind.END_TAG, end, at));
    endSign = signed ? c : '\0';
    at += end.length() + (signed ? 1 : 0);
    return true;
  }

  private void readString(char quote) {
    int start = at;
    at++;
    while (at < text.length() && text.charAt(at) != quote) {
      at += text.charAt(at) == '\\' ? 2 : 1;
    }
    if (at >= text.length()) {
      throw source.failure(start, "the string never ends");
    }
    String content = StringLiteral.content(source, text.substring(start + 1, at), start);
    at++;
    tokens.add(new Token(Kind.STRING, content, start));
  }

  private void readNumber() {
    int start = at;
    skipDigits();
    boolean isFloat =
        at + 1 < text.length() && text.charAt(at) == '.' && Character.isDigit(text.charAt(at + 1));
    if (isFloat) {
      at++;
      skipDigits();
    }
    String digits = text.substring(start, at).replace("_", "");
    if (at < text.length() && Character.isLetter(text.charAt(at))) {
      throw source.failure(start, "numbers are known in digits alone");
    }
    tokens.add(new Token(isFloat ? Kind.FLOAT : Kind.INTEGER, digits, start));
  }

  private void skipDigits() {
    while (at < text.length() && (Character.isDigit(text.charAt(at)) || text.charAt(at) == '_')) {
      at++;
    }
  }

  private void readName() {
    int start = at;
    while (at < text.length()
        && (Character.isLetterOrDigit(text.charAt(at)) || text.charAt(at) == '_')) {
      at++;
    }
    tokens.add(new Token(Kind.NAME, text.substring(start, at), start));
  }

  private void readOperator() {
    for (String operator : OPERATORS) {
      if (text.startsWith(operator, at)) {
        tokens.add(new Token(Kind.OPERATOR, operator, at));
        depth += "([{".contains(operator) ? 1 : 0;
        depth -= ")]}".contains(operator) ? 1 : 0;
        at += operator.length();
        return;
      }
    }
    throw source.failure(at, "'" + text.charAt(at) + "' is not known in a tag");
  }
}
