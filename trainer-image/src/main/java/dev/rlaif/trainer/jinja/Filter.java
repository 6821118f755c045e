package dev.rlaif.trainer.jinja;

/** Makes one value of another. */
@FunctionalInterface
interface Filter {
  Object apply(Object value, Arguments arguments);
}
