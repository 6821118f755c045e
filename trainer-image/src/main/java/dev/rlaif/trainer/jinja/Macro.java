package dev.rlaif.trainer.jinja;

import dev.rlaif.trainer.jinja.Token.Kind;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** A part of a template that can be called; it sees the names of where it was written. */
record Macro(Parameters parameters, Statement body, Scope home) implements Callable {

  /** Names, and what they are if nothing is given. */
  record Parameters(List<String> names, List<Optional<Expression>> defaults) {

    static Parameters read(Tokens tokens, ExpressionParser expressions) {
      List<String> names = new ArrayList<>();
      List<Optional<Expression>> defaults = new ArrayList<>();
      tokens.expect("(");
      while (!tokens.accept(")")) {
        names.add(tokens.expect(Kind.NAME, "the name of a parameter").text());
        defaults.add(tokens.accept("=") ? Optional.of(expressions.expression()) : Optional.empty());
        if (!tokens.isOperator(")")) {
          tokens.expect(",");
        }
      }
      return new Parameters(names, defaults);
    }
  }

  @Override
  public Object call(Arguments arguments) {
    List<String> names = parameters.names();
    arguments.atMost(names.size(), names.toArray(new String[0]));
    Scope inside = home.inner();
    for (int i = 0; i < names.size(); i++) {
      String name = names.get(i);
      Object given =
          arguments
              .optional(i, name)
              .or(() -> Optional.of(new Undefined("the parameter '" + name + "'")))
              .get();
      Optional<Expression> otherwise = parameters.defaults().get(i);
      inside.set(
          name,
          given instanceof Undefined && otherwise.isPresent()
              ? otherwise.get().evaluate(inside)
              : given);
    }
    StringBuilder out = new StringBuilder();
    body.run(inside, out);
    return out.toString();
  }
}
