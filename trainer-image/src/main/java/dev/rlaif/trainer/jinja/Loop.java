package dev.rlaif.trainer.jinja;

import java.util.List;

/**
 * What {@code loop} tells inside of a loop.
 *
 * @param index from 0
 */
record Loop(List<Object> items, int index) {

  Object attribute(String name) {
    int size = items.size();
    return switch (name) {
      case "index" -> index + 1L;
      case "index0" -> (long) index;
      case "revindex" -> (long) size - index;
      case "revindex0" -> size - index - 1L;
      case "first" -> index == 0;
      case "last" -> index == size - 1;
      case "length" -> (long) size;
      case "previtem" -> index > 0 ? items.get(index - 1) : new Undefined("the item before");
      case "nextitem" -> index + 1 < size ? items.get(index + 1) : new Undefined("the item after");
      case "cycle" -> (Callable) arguments -> cycle(arguments.positional());
      default -> throw new ValueFailure("loop." + name + " is not known");
    };
  }

  private Object cycle(List<Object> values) {
    if (values.isEmpty()) {
      throw new ValueFailure("no items for cycling given");
    }
    return values.get(index % values.size());
  }
}
