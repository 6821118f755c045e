package dev.rlaif.trainer.jinja;

import java.util.List;

/** Appends to a text, or changes its scope. */
@FunctionalInterface
interface Statement {

  /** What a loop does after a statement of its body. */
  enum Flow {
    ON,
    BREAK,
    CONTINUE
  }

  Flow run(Scope scope, StringBuilder out);

  /** Statements in order, until one leaves the loop's body. */
  static Statement all(List<Statement> statements) {
    List<Statement> body = List.copyOf(statements);
    return (scope, out) -> {
      for (Statement statement : body) {
        Flow flow = statement.run(scope, out);
        if (flow != Flow.ON) {
          return flow;
        }
      }
      return Flow.ON;
    };
  }
}
