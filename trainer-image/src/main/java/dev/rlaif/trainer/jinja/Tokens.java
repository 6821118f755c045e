package dev.rlaif.trainer.jinja;

import dev.rlaif.trainer.jinja.Token.Kind;
import java.util.List;

/** Tokens with a place up to which they are read. */
final class Tokens {
  private final Source source;
  private final List<Token> tokens;
  private int at;

  Tokens(Source source) {
    this.source = source;
    this.tokens = Lexer.tokens(source);
  }

  Source source() {
    return source;
  }

  Token peek() {
    return tokens.get(at);
  }

  /** The token after the next one. */
  Token second() {
    return tokens.get(Math.min(at + 1, tokens.size() - 1));
  }

  Token next() {
    Token token = tokens.get(at);
    if (token.kind() != Kind.END) {
      at++;
    }
    return token;
  }

  boolean isOperator(String text) {
    return peek().is(Kind.OPERATOR, text);
  }

  boolean isName(String text) {
    return peek().is(Kind.NAME, text);
  }

  /** Reads an operator if it comes next. */
  boolean accept(String operator) {
    boolean comes = isOperator(operator);
    at += comes ? 1 : 0;
    return comes;
  }

  /** Reads a word if it comes next. */
  boolean acceptName(String name) {
    boolean comes = isName(name);
    at += comes ? 1 : 0;
    return comes;
  }

  void expect(String operator) {
    if (!accept(operator)) {
      throw unexpected("'" + operator + "'");
    }
  }

  Token expect(Kind kind, String what) {
    if (peek().kind() != kind) {
      throw unexpected(what);
    }
    return next();
  }

  TemplateFailure unexpected(String wanted) {
    return failure(peek().shown() + " where " + wanted + " should be");
  }

  TemplateFailure failure(String message) {
    return source.failure(peek().offset(), message);
  }
}
