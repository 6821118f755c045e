package dev.rlaif.trainer.jinja;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** What a function, filter or test is called with. */
record Arguments(List<Object> positional, Map<String, Object> named) {
  static final Arguments NONE = new Arguments(List.of(), Map.of());

  /** The argument at a place, or of a name. */
  Optional<Object> optional(int place, String name) {
    if (place < positional.size()) {
      return Optional.of(positional.get(place));
    }
    return Optional.ofNullable(named.get(name));
  }

  Object required(int place, String name) {
    return optional(place, name)
        .orElseThrow(() -> new ValueFailure("the argument '" + name + "' is missing"));
  }

  String text(int place, String name) {
    return Kinds.text(required(place, name));
  }

  /** Refuses what a function would not look at. */
  Arguments atMost(int places, String... names) {
    if (positional.size() > places) {
      throw new ValueFailure(
          positional.size() + " arguments where at most " + places + " are known");
    }
    Set<String> known = Set.of(names);
    for (String name : named.keySet()) {
      if (!known.contains(name)) {
        throw new ValueFailure("the argument '" + name + "' is not known");
      }
    }
    return this;
  }
}
