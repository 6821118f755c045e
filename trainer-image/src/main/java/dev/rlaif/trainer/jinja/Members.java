package dev.rlaif.trainer.jinja;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Members of values by name, by number, and by slices. */
final class Members {
  private Members() {}

  /** {@code value.name}: a method first, then an item, else undefined. */
  static Object attribute(Object value, String name) {
    if (value instanceof Undefined undefined) {
      throw undefined.failure();
    }
    if (value instanceof Namespace namespace) {
      Object found = namespace.values().get(name);
      return found == null ? missing(value, name) : found;
    }
    if (value instanceof Loop loop) {
      return loop.attribute(name);
    }
    if (value instanceof String text) {
      return StringMethods.of(text, name);
    }
    if (value instanceof Map) {
      Optional<Callable> method = MapMethods.of(Kinds.map(value), name);
      return method.isPresent() ? method.get() : item(value, name);
    }
    return missing(value, name);
  }

  /** {@code value[key]}. */
  static Object item(Object value, Object key) {
    if (value instanceof Undefined undefined) {
      throw undefined.failure();
    }
    if (value instanceof Map && key instanceof String name) {
      Object found = Kinds.map(value).get(name);
      return found == null ? missing(value, name) : found;
    }
    if (value instanceof List && key instanceof Long number) {
      List<Object> list = Kinds.list(value);
      long place = number < 0 ? number + list.size() : number;
      return place >= 0 && place < list.size() ? list.get((int) place) : missing(value, key);
    }
    if (value instanceof String && key instanceof Long) {
      return item(Values.items(value), key);
    }
    if ((value instanceof Namespace || value instanceof Loop) && key instanceof String name) {
      return attribute(value, name);
    }
    return missing(value, key);
  }

  /** {@code value[start:stop:step]}, each {@link None} where it is left out. */
  static Object slice(Object value, Object start, Object stop, Object step) {
    if (!(value instanceof List) && !(value instanceof String)) {
      throw Kinds.wrong("a list or text to slice", value);
    }
    List<Object> items = Values.items(value);
    int stride = step == None.NONE ? 1 : Kinds.integer(step);
    if (stride == 0) {
      throw new ValueFailure("slice step cannot be zero");
    }
    int size = items.size();
    int from = bound(start, size, stride, stride > 0 ? 0 : size - 1);
    int to = bound(stop, size, stride, stride > 0 ? size : -1);
    List<Object> taken = new ArrayList<>();
    for (int i = from; stride > 0 ? i < to : i > to; i += stride) {
      taken.add(items.get(i));
    }
    if (value instanceof List) {
      return taken;
    }
    StringBuilder text = new StringBuilder();
    taken.forEach(text::append);
    return text.toString();
  }

  private static int bound(Object given, int size, int stride, int otherwise) {
    if (given == None.NONE) {
      return otherwise;
    }
    int place = Kinds.integer(given);
    place = place < 0 ? place + size : place;
    return Math.max(stride > 0 ? 0 : -1, Math.min(stride > 0 ? size : size - 1, place));
  }

  private static Undefined missing(Object value, Object key) {
    return new Undefined("'" + Text.of(key) + "' of " + Kinds.name(value));
  }
}
