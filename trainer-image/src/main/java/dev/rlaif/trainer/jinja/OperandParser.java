package dev.rlaif.trainer.jinja;

import dev.rlaif.trainer.jinja.Token.Kind;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Literals and names, and what follows them: members, calls, filters, tests. */
final class OperandParser {
  private static final Set<String> AFTER_TEST =
      Set.of("else", "or", "and", "is", "if", "in", "not");
  private static final Set<Kind> LITERALS =
      Set.of(Kind.NAME, Kind.STRING, Kind.INTEGER, Kind.FLOAT);

  private final Tokens tokens;
  private final ExpressionParser expressions;

  OperandParser(Tokens tokens, ExpressionParser expressions) {
    this.tokens = tokens;
    this.expressions = expressions;
  }

  /**
   * A sign, and what it stands before.
   *
   * @param filtered whether filters and tests belong to it
   */
  Expression unary(boolean filtered) {
    Token sign = tokens.peek();
    if (tokens.accept("-")) {
      Expression value = unary(false);
      Expression negative = at(sign, scope -> Arithmetic.negative(value.evaluate(scope)));
      return filtered ? filters(negative) : negative;
    }
    Expression value = postfix(primary());
    return filtered ? filters(value) : value;
  }

  private Expression primary() {
    Token token = tokens.next();
    return switch (token.kind()) {
      case NAME -> named(token);
      case STRING -> constant(strings(token));
      case INTEGER -> constant(Long.parseLong(token.text()));
      case FLOAT -> constant(Double.parseDouble(token.text()));
      case OPERATOR -> bracket(token);
      case TEXT, BEGIN_OUTPUT, BEGIN_BLOCK, END_TAG, END ->
          throw tokens.source().failure(token.offset(), token.shown() + " where a value should be");
    };
  }

  private static Expression constant(Object value) {
    return scope -> value;
  }

  /** Strings side by side are one. */
  private String strings(Token first) {
    StringBuilder text = new StringBuilder(first.text());
    while (tokens.peek().kind() == Kind.STRING) {
      text.append(tokens.next().text());
    }
    return text.toString();
  }

  private static Expression named(Token token) {
    return switch (token.text()) {
      case "true", "True" -> constant(true);
      case "false", "False" -> constant(false);
      case "none", "None" -> constant(None.NONE);
      default -> scope -> scope.get(token.text());
    };
  }

  private Expression bracket(Token token) {
    switch (token.text()) {
      case "(" -> {
        if (tokens.accept(")")) {
          return constant(List.of());
        }
        Expression value = expressions.tuple();
        tokens.expect(")");
        return value;
      }
      case "[" -> {
        List<Expression> items = new ArrayList<>();
        while (!tokens.accept("]")) {
          items.add(expressions.expression());
          if (!tokens.isOperator("]")) {
            tokens.expect(",");
          }
        }
        return ExpressionParser.list(items);
      }
      case "{" -> {
        return mapping();
      }
      default ->
          throw tokens.source().failure(token.offset(), token.shown() + " where a value should be");
    }
  }

  private Expression mapping() {
    Map<Expression, Expression> entries = new LinkedHashMap<>();
    while (!tokens.accept("}")) {
      Token start = tokens.peek();
      Expression key = expressions.expression();
      tokens.expect(":");
      entries.put(at(start, scope -> Kinds.text(key.evaluate(scope))), expressions.expression());
      if (!tokens.isOperator("}")) {
        tokens.expect(",");
      }
    }
    return scope -> {
      Map<String, Object> map = new LinkedHashMap<>();
      entries.forEach((key, value) -> map.put(Text.of(key.evaluate(scope)), value.evaluate(scope)));
      return map;
    };
  }

  /** Members, items, slices and calls. */
  Expression postfix(Expression start) {
    Expression value = start;
    while (true) {
      Expression owner = value;
      Token token = tokens.peek();
      if (tokens.accept(".")) {
        Token name = tokens.next();
        if (name.kind() == Kind.INTEGER) {
          long place = Long.parseLong(name.text());
          value = at(token, scope -> Members.item(owner.evaluate(scope), place));
        } else if (name.kind() == Kind.NAME) {
          value = at(token, scope -> Members.attribute(owner.evaluate(scope), name.text()));
        } else {
          throw tokens.source().failure(name.offset(), name.shown() + " where a name should be");
        }
      } else if (tokens.accept("[")) {
        value = at(token, subscript(owner));
      } else if (tokens.isOperator("(")) {
        Call call = call();
        value = at(token, scope -> invoke(owner.evaluate(scope), call.evaluate(scope)));
      } else {
        return value;
      }
    }
  }

  private Expression subscript(Expression owner) {
    List<Expression> parts = new ArrayList<>();
    boolean slices = false;
    Expression part = constant(None.NONE);
    while (!tokens.accept("]")) {
      if (tokens.accept(":")) {
        parts.add(part);
        part = constant(None.NONE);
        slices = true;
      } else {
        part = expressions.tuple();
      }
    }
    parts.add(part);
    Expression first = parts.get(0);
    if (!slices) {
      return scope -> Members.item(owner.evaluate(scope), first.evaluate(scope));
    }
    Expression second = parts.get(1);
    Expression third = parts.size() > 2 ? parts.get(2) : constant(None.NONE);
    return scope ->
        Members.slice(
            owner.evaluate(scope),
            first.evaluate(scope),
            second.evaluate(scope),
            third.evaluate(scope));
  }

  private static Object invoke(Object function, Arguments arguments) {
    if (function instanceof Callable callable) {
      return callable.call(arguments);
    }
    throw function instanceof Undefined undefined
        ? undefined.failure()
        : new ValueFailure(Kinds.name(function) + " cannot be called");
  }

  /** Arguments that are still expressions. */
  record Call(List<Expression> positional, Map<String, Expression> named) {
    static final Call EMPTY = new Call(List.of(), Map.of());

    Arguments evaluate(Scope scope) {
      Map<String, Object> values = new LinkedHashMap<>();
      named.forEach((name, value) -> values.put(name, value.evaluate(scope)));
      return new Arguments(
          positional.stream().map(value -> value.evaluate(scope)).toList(), values);
    }
  }

  Call call() {
    tokens.expect("(");
    List<Expression> positional = new ArrayList<>();
    Map<String, Expression> named = new LinkedHashMap<>();
    while (!tokens.accept(")")) {
      if (tokens.peek().kind() == Kind.NAME && tokens.second().is(Kind.OPERATOR, "=")) {
        String name = tokens.next().text();
        tokens.expect("=");
        named.put(name, expressions.expression());
      } else {
        positional.add(expressions.expression());
      }
      if (!tokens.isOperator(")")) {
        tokens.expect(",");
      }
    }
    return new Call(positional, named);
  }

  private Expression filters(Expression start) {
    Expression value = start;
    while (true) {
      if (tokens.accept("|")) {
        value = filter(value);
      } else if (tokens.acceptName("is")) {
        value = test(value);
      } else {
        return value;
      }
    }
  }

  /** A filter's name and arguments, behind the bar. */
  Expression filter(Expression value) {
    Token name = tokens.expect(Kind.NAME, "the name of a filter");
    Filter filter =
        Filters.of(name.text())
            .orElseThrow(
                () ->
                    tokens
                        .source()
                        .failure(
                            name.offset(), "the filter '" + name.text() + "' is not known here"));
    Call call = tokens.isOperator("(") ? call() : Call.EMPTY;
    return at(name, scope -> filter.apply(value.evaluate(scope), call.evaluate(scope)));
  }

  private Expression test(Expression value) {
    boolean negated = tokens.acceptName("not");
    Token name = tokens.expect(Kind.NAME, "the name of a test");
    Filter test =
        Checks.of(name.text())
            .orElseThrow(
                () ->
                    tokens
                        .source()
                        .failure(
                            name.offset(), "the test '" + name.text() + "' is not known here"));
    Call call = tokens.isOperator("(") ? call() : bareArgument();
    return at(
        name,
        scope -> Values.isTrue(test.apply(value.evaluate(scope), call.evaluate(scope))) != negated);
  }

  /** {@code x is divisibleby 3}. */
  private Call bareArgument() {
    Token token = tokens.peek();
    boolean isValue =
        (LITERALS.contains(token.kind())
                && !(token.kind() == Kind.NAME && AFTER_TEST.contains(token.text())))
            || token.is(Kind.OPERATOR, "[")
            || token.is(Kind.OPERATOR, "{");
    return isValue ? new Call(List.of(postfix(primary())), Map.of()) : Call.EMPTY;
  }

  private Expression at(Token token, Expression expression) {
    return tokens.source().at(token.offset(), expression);
  }
}
