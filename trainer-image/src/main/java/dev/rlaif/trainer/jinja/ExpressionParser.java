package dev.rlaif.trainer.jinja;

import dev.rlaif.trainer.jinja.Token.Kind;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/** Expressions by Jinja's grammar: conditions, operators, comparisons. */
final class ExpressionParser {
  private static final Set<String> COMPARISONS = Set.of("==", "!=", "<", "<=", ">", ">=");

  private final Tokens tokens;
  private final OperandParser operands;

  ExpressionParser(Tokens tokens) {
    this.tokens = tokens;
    this.operands = new OperandParser(tokens, this);
  }

  /** {@code a if b else c}, and all that binds tighter. */
  Expression expression() {
    Expression value = either();
    while (tokens.acceptName("if")) {
      Expression condition = either();
      Expression yes = value;
      Expression no =
          tokens.acceptName("else")
              ? expression()
              : scope -> new Undefined("the value without else");
      value =
          scope ->
              Values.isTrue(condition.evaluate(scope)) ? yes.evaluate(scope) : no.evaluate(scope);
    }
    return value;
  }

  /** An expression without a condition behind it, as loops need. */
  Expression either() {
    Expression left = both();
    while (tokens.acceptName("or")) {
      Expression first = left;
      Expression second = both();
      left =
          scope -> {
            Object value = first.evaluate(scope);
            return Values.isTrue(value) ? value : second.evaluate(scope);
          };
    }
    return left;
  }

  /** Expressions with commas between them become a list. */
  Expression tuple() {
    Expression first = expression();
    if (!tokens.isOperator(",")) {
      return first;
    }
    List<Expression> items = new ArrayList<>(List.of(first));
    while (tokens.accept(",")) {
      if (tokens.peek().kind() == Kind.END_TAG || tokens.isOperator(")")) {
        break;
      }
      items.add(expression());
    }
    Expression values = list(items);
    return scope -> new Tuple(Kinds.list(values.evaluate(scope)));
  }

  static Expression list(List<Expression> items) {
    List<Expression> parts = List.copyOf(items);
    return scope -> {
      List<Object> values = new ArrayList<>();
      parts.forEach(part -> values.add(part.evaluate(scope)));
      return values;
    };
  }

  private Expression both() {
    Expression left = not();
    while (tokens.acceptName("and")) {
      Expression first = left;
      Expression second = not();
      left =
          scope -> {
            Object value = first.evaluate(scope);
            return Values.isTrue(value) ? second.evaluate(scope) : value;
          };
    }
    return left;
  }

  private Expression not() {
    if (tokens.acceptName("not")) {
      Expression value = not();
      return scope -> !Values.isTrue(value.evaluate(scope));
    }
    return comparison();
  }

  /** {@code a < b < c} means that both hold. */
  private Expression comparison() {
    Expression left = sum();
    Expression all = left;
    boolean isFirst = true;
    while (true) {
      Token operator = tokens.peek();
      boolean isNotIn = operator.is(Kind.NAME, "not") && tokens.second().is(Kind.NAME, "in");
      boolean compares = operator.kind() == Kind.OPERATOR && COMPARISONS.contains(operator.text());
      if (!compares && !isNotIn && !operator.is(Kind.NAME, "in")) {
        return all;
      }
      tokens.next();
      if (isNotIn) {
        tokens.next();
      }
      Expression first = left;
      Expression second = sum();
      String name = isNotIn ? "not in" : operator.text();
      Expression holds =
          tokens
              .source()
              .at(
                  operator.offset(),
                  scope -> compare(name, first.evaluate(scope), second.evaluate(scope)));
      Expression before = all;
      all =
          isFirst
              ? holds
              : scope -> Values.isTrue(before.evaluate(scope)) ? holds.evaluate(scope) : false;
      isFirst = false;
      left = second;
    }
  }

  private static boolean compare(String operator, Object left, Object right) {
    return switch (operator) {
      case "==" -> Values.equal(left, right);
      case "!=" -> !Values.equal(left, right);
      case "in" -> Values.contains(right, left);
      case "not in" -> !Values.contains(right, left);
      case "<" -> Values.order(left, right) < 0;
      case "<=" -> Values.order(left, right) <= 0;
      case ">" -> Values.order(left, right) > 0;
      default -> Values.order(left, right) >= 0;
    };
  }

  private Expression sum() {
    Expression left = concatenation();
    while (tokens.isOperator("+") || tokens.isOperator("-")) {
      left = binary(left, tokens.next(), concatenation());
    }
    return left;
  }

  private Expression concatenation() {
    Expression left = product();
    while (tokens.isOperator("~")) {
      Token operator = tokens.next();
      Expression first = left;
      Expression second = product();
      left =
          tokens
              .source()
              .at(
                  operator.offset(),
                  scope -> Text.of(first.evaluate(scope)) + Text.of(second.evaluate(scope)));
    }
    return left;
  }

  private Expression product() {
    Expression left = operands.unary(true);
    while (tokens.isOperator("*")
        || tokens.isOperator("/")
        || tokens.isOperator("//")
        || tokens.isOperator("%")) {
      left = binary(left, tokens.next(), operands.unary(true));
    }
    if (tokens.isOperator("**")) {
      throw tokens.failure("'**' is not known");
    }
    return left;
  }

  private Expression binary(Expression left, Token operator, Expression right) {
    return tokens
        .source()
        .at(
            operator.offset(),
            scope ->
                Arithmetic.apply(operator.text(), left.evaluate(scope), right.evaluate(scope)));
  }
}
