package dev.rlaif.trainer.jinja;

import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Names and their values; a name that is set inside hides the one outside. */
final class Scope {
  private final @Nullable Scope outer;
  private final Map<String, Object> values = new HashMap<>();

  Scope(Map<String, ? extends Object> values) {
    this.outer = null;
    this.values.putAll(values);
  }

  private Scope(Scope outer) {
    this.outer = outer;
  }

  Scope inner() {
    return new Scope(this);
  }

  Object get(String name) {
    Object value = values.get(name);
    if (value != null) {
      return value;
    }
    return outer == null ? new Undefined("'" + name + "'") : outer.get(name);
  }

  void set(String name, Object value) {
    values.put(name, value);
  }
}
