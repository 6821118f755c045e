package dev.rlaif.trainer.jinja;

import dev.rlaif.trainer.jinja.Token.Kind;
import java.util.ArrayList;
import java.util.List;

/**
 * Cuts a template into text and tags, with {@code trim_blocks} and {@code lstrip_blocks}: the
 * newline behind a block is dropped, and so is space before it on its line.
 */
final class Lexer {
  private static final int MARK = 2;

  private final Source source;
  private final String text;
  private final List<Token> tokens = new ArrayList<>();
  private int at;

  private Lexer(Source source) {
    this.source = source;
    this.text = source.text();
  }

  static List<Token> tokens(Source source) {
    return new Lexer(source).read();
  }

  private List<Token> read() {
    while (at < text.length()) {
      int tag = nextTag();
      if (tag < 0) {
        add(Kind.TEXT, text.substring(at), at);
        break;
      }
      addText(tag);
      readTag(tag);
    }
    add(Kind.END, "", text.length());
    return tokens;
  }

  private int nextTag() {
    int brace = text.indexOf('{', at);
    while (brace >= 0 && brace + 1 < text.length()) {
      if ("{%#".indexOf(text.charAt(brace + 1)) >= 0) {
        return brace;
      }
      brace = text.indexOf('{', brace + 1);
    }
    return -1;
  }

  /** The text before a tag, without what the tag takes of it. */
  private void addText(int tag) {
    String before = text.substring(at, tag);
    char sign = charAt(tag + MARK);
    if (sign == '-') {
      before = before.substring(0, Spaces.endBeforeSpace(before, 0));
    } else if (sign != '+' && text.charAt(tag + 1) != '{') {
      int line = before.lastIndexOf('\n') + 1;
      boolean startsLine = line > 0 || at == 0 || text.charAt(at - 1) == '\n';
      if (startsLine) {
        before = before.substring(0, lastOfLine(before, line));
      }
    }
    if (!before.isEmpty()) {
      add(Kind.TEXT, before, at);
    }
  }

  /** Where a line ends if nothing but space follows its beginning: there; else at its end. */
  private static int lastOfLine(String before, int line) {
    return Spaces.endBeforeSpace(before, line) == line ? line : before.length();
  }

  private void readTag(int tag) {
    char kind = text.charAt(tag + 1);
    at = tag + MARK;
    if (kind == '#') {
      int end = text.indexOf("#}", at);
      if (end < 0) {
        throw source.failure(tag, "the comment never ends");
      }
      at = end + MARK;
      dropSpace(text.charAt(end - 1), true);
      return;
    }
    if (charAt(at) == '-' || charAt(at) == '+') {
      at++;
    }
    add(kind == '{' ? Kind.BEGIN_OUTPUT : Kind.BEGIN_BLOCK, text.substring(tag, at), tag);
    TagLexer inside = new TagLexer(source, at, kind == '{' ? "}}" : "%}", tokens);
    at = inside.read();
    dropSpace(inside.endSign(), kind == '%');
  }

  /** Drops what a tag takes of the text behind it. */
  private void dropSpace(char sign, boolean isBlock) {
    if (sign == '-') {
      while (at < text.length() && Spaces.isSpace(text.charAt(at))) {
        at++;
      }
    } else if (sign != '+' && isBlock && charAt(at) == '\n') {
      at++;
    }
  }

  private char charAt(int offset) {
    return offset < text.length() ? text.charAt(offset) : '\0';
  }

  private void add(Kind kind, String content, int offset) {
    tokens.add(new Token(kind, content, offset));
  }
}
