package dev.rlaif.trainer.jinja;

/** Works out a value. */
@FunctionalInterface
interface Expression {
  Object evaluate(Scope scope);
}
