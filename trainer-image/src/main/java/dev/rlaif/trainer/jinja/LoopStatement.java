package dev.rlaif.trainer.jinja;

import java.util.ArrayList;
import java.util.List;

/** A loop over items that pass its filter; what is set inside is forgotten after each item. */
record LoopStatement(
    Source source,
    int offset,
    List<String> targets,
    Expression items,
    Expression filter,
    Statement body,
    Statement otherwise)
    implements Statement {

  @Override
  public Flow run(Scope scope, StringBuilder out) {
    List<Object> kept = new ArrayList<>();
    for (Object item : Kinds.list(items.evaluate(scope))) {
      Scope inside = scope.inner();
      assign(source, offset, inside, targets, item);
      if (Values.isTrue(filter.evaluate(inside))) {
        kept.add(item);
      }
    }
    if (kept.isEmpty()) {
      return otherwise.run(scope.inner(), out);
    }
    for (int i = 0; i < kept.size(); i++) {
      Scope inside = scope.inner();
      inside.set("loop", new Loop(kept, i));
      assign(source, offset, inside, targets, kept.get(i));
      if (body.run(inside, out) == Flow.BREAK) {
        break;
      }
    }
    return Flow.ON;
  }

  /** Gives a value to a name, or its items to several. */
  static void assign(Source source, int offset, Scope scope, List<String> names, Object value) {
    if (names.size() == 1) {
      scope.set(names.get(0), value);
      return;
    }
    List<Object> items = value instanceof List ? Kinds.list(value) : List.of();
    if (items.size() != names.size()) {
      throw source.failure(offset, Kinds.name(value) + " does not become " + names);
    }
    for (int i = 0; i < names.size(); i++) {
      scope.set(names.get(i), items.get(i));
    }
  }
}
