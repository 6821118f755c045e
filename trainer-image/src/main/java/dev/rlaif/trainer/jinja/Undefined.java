package dev.rlaif.trainer.jinja;

/**
 * What a name or member that does not exist gives: empty text, false, no items; an error in
 * whatever else is done with it.
 *
 * @param name what was looked for
 */
record Undefined(String name) {

  ValueFailure failure() {
    return new ValueFailure(name + " is undefined");
  }
}
