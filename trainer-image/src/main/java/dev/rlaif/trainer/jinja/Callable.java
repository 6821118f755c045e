package dev.rlaif.trainer.jinja;

/** A function, a method or a macro. */
@FunctionalInterface
interface Callable {
  Object call(Arguments arguments);
}
