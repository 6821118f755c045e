package dev.rlaif.trainer.jinja;

import dev.rlaif.trainer.jinja.Statement.Flow;
import dev.rlaif.trainer.jinja.Token.Kind;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/** Text, outputs and blocks, up to the block that ends them. */
final class StatementParser {
  private final Tokens tokens;
  private final ExpressionParser expressions;
  private int loops;

  StatementParser(Tokens tokens) {
    this.tokens = tokens;
    this.expressions = new ExpressionParser(tokens);
  }

  /** The whole template. */
  Statement template() {
    return body(Set.of());
  }

  /** Statements up to one of these words, which stays to be read, behind its tag's beginning. */
  private Statement body(Set<String> ends) {
    List<Statement> statements = new ArrayList<>();
    while (true) {
      Token token = tokens.peek();
      switch (token.kind()) {
        case TEXT -> {
          tokens.next();
          statements.add(
              (scope, out) -> {
                out.append(token.text());
                return Flow.ON;
              });
        }
        case BEGIN_OUTPUT -> statements.add(output());
        case BEGIN_BLOCK -> {
          if (ends.contains(tokens.second().text())) {
            return Statement.all(statements);
          }
          tokens.next();
          statements.add(block());
        }
        case END -> {
          if (!ends.isEmpty()) {
            throw tokens.failure("the template ends where " + ends + " should be");
          }
          return Statement.all(statements);
        }
        case END_TAG, NAME, STRING, INTEGER, FLOAT, OPERATOR ->
            throw tokens.unexpected("text or a tag");
      }
    }
  }

  private Statement output() {
    Token start = tokens.next();
    Expression value = tokens.source().at(start.offset(), text(expressions.tuple()));
    endTag();
    return (scope, out) -> {
      out.append(value.evaluate(scope));
      return Flow.ON;
    };
  }

  private static Expression text(Expression value) {
    return scope -> Text.of(value.evaluate(scope));
  }

  private Statement block() {
    Token name = tokens.expect(Kind.NAME, "the name of a block");
    return switch (name.text()) {
      case "if" -> branch();
      case "for" -> loop();
      case "set" -> assignment();
      case "macro" -> macro();
      case "generation" -> marked();
      case "break", "continue" -> leave(name);
      case "else", "elif", "endif", "endfor", "endset", "endmacro", "endgeneration" ->
          throw tokens.source().failure(name.offset(), "'" + name.text() + "' ends nothing here");
      default ->
          throw tokens
              .source()
              .failure(name.offset(), "the block '" + name.text() + "' is not known here");
    };
  }

  private Statement branch() {
    Expression condition = expressions.tuple();
    endTag();
    Statement yes = body(Set.of("elif", "else", "endif"));
    Token end = endWord();
    Statement no;
    if (end.text().equals("elif")) {
      no = branch();
    } else if (end.text().equals("else")) {
      endTag();
      no = body(Set.of("endif"));
      endWord();
      endTag();
    } else {
      endTag();
      no = Statement.all(List.of());
    }
    return (scope, out) -> (Values.isTrue(condition.evaluate(scope)) ? yes : no).run(scope, out);
  }

  private Statement loop() {
    Token start = tokens.peek();
    List<String> targets = names();
    if (!tokens.acceptName("in")) {
      throw tokens.unexpected("'in'");
    }
    Expression items = tokens.source().at(start.offset(), all(expressions.either()));
    Expression filter = tokens.acceptName("if") ? expressions.expression() : scope -> true;
    endTag();
    loops++;
    Statement body = body(Set.of("else", "endfor"));
    loops--;
    Statement otherwise = Statement.all(List.of());
    if (endWord().text().equals("else")) {
      endTag();
      otherwise = body(Set.of("endfor"));
      endWord();
    }
    endTag();
    return new LoopStatement(
        tokens.source(), start.offset(), targets, items, filter, body, otherwise);
  }

  private static Expression all(Expression items) {
    return scope -> Values.items(items.evaluate(scope));
  }

  /** Names with commas between them, with or without brackets. */
  private List<String> names() {
    boolean bracketed = tokens.accept("(");
    List<String> names = new ArrayList<>();
    do {
      names.add(tokens.expect(Kind.NAME, "a name").text());
    } while (tokens.accept(","));
    if (bracketed) {
      tokens.expect(")");
    }
    return names;
  }

  private Statement assignment() {
    Token start = tokens.peek();
    List<String> names = names();
    if (tokens.accept(".")) {
      return memberAssignment(start, names.get(0));
    }
    if (tokens.accept("=")) {
      Expression value = expressions.tuple();
      endTag();
      return (scope, out) -> {
        LoopStatement.assign(tokens.source(), start.offset(), scope, names, value.evaluate(scope));
        return Flow.ON;
      };
    }
    Expression filtered = scope -> scope.get(CAPTURED);
    while (tokens.accept("|")) {
      filtered = new OperandParser(tokens, expressions).filter(filtered);
    }
    Expression value = filtered;
    endTag();
    Statement body = body(Set.of("endset"));
    endWord();
    endTag();
    return (scope, out) -> {
      StringBuilder captured = new StringBuilder();
      Scope inside = scope.inner();
      body.run(inside, captured);
      inside.set(CAPTURED, captured.toString());
      scope.set(names.get(0), value.evaluate(inside));
      return Flow.ON;
    };
  }

  /** No name of a template: what a block of {@code set} came to. */
  private static final String CAPTURED = "{captured}";

  private Statement memberAssignment(Token start, String owner) {
    String member = tokens.expect(Kind.NAME, "a name").text();
    tokens.expect("=");
    Expression value = expressions.tuple();
    endTag();
    return (scope, out) -> {
      if (!(scope.get(owner) instanceof Namespace namespace)) {
        throw tokens
            .source()
            .failure(start.offset(), "'" + owner + "' is no namespace: its members cannot be set");
      }
      namespace.values().put(member, value.evaluate(scope));
      return Flow.ON;
    };
  }

  private Statement macro() {
    Token name = tokens.expect(Kind.NAME, "the name of a macro");
    Macro.Parameters parameters = Macro.Parameters.read(tokens, expressions);
    endTag();
    int outside = loops;
    loops = 0;
    Statement body = body(Set.of("endmacro"));
    loops = outside;
    endWord();
    endTag();
    return (scope, out) -> {
      scope.set(name.text(), new Macro(parameters, body, scope));
      return Flow.ON;
    };
  }

  /** What the assistant says is marked for training masks elsewhere; here it is just rendered. */
  private Statement marked() {
    endTag();
    Statement body = body(Set.of("endgeneration"));
    endWord();
    endTag();
    return body;
  }

  private Statement leave(Token name) {
    if (loops == 0) {
      throw tokens.source().failure(name.offset(), "'" + name.text() + "' stands in no loop");
    }
    endTag();
    Flow flow = name.text().equals("break") ? Flow.BREAK : Flow.CONTINUE;
    return (scope, out) -> flow;
  }

  /** The word that ended a body, behind the beginning of its tag. */
  private Token endWord() {
    tokens.next();
    return tokens.next();
  }

  private void endTag() {
    tokens.expect(Kind.END_TAG, "the end of the tag");
  }
}
