package dev.rlaif.trainer.jinja;

import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Jinja's tests: what may stand behind {@code is}. */
final class Checks {
  private static final Map<String, Filter> KNOWN =
      Map.ofEntries(
          entry("defined", (v, a) -> !(v instanceof Undefined)),
          entry("undefined", (v, a) -> v instanceof Undefined),
          entry("none", (v, a) -> v == None.NONE),
          entry("string", (v, a) -> v instanceof String),
          entry("mapping", (v, a) -> v instanceof Map),
          entry("iterable", (v, a) -> isIterable(v)),
          entry("sequence", (v, a) -> isIterable(v)),
          entry("number", (v, a) -> Values.isNumber(v)),
          entry("integer", (v, a) -> v instanceof Long),
          entry("float", (v, a) -> v instanceof Double),
          entry("boolean", (v, a) -> v instanceof Boolean),
          entry("true", (v, a) -> v.equals(true)),
          entry("false", (v, a) -> v.equals(false)),
          entry("odd", (v, a) -> Math.floorMod(Values.whole(v), 2) == 1),
          entry("even", (v, a) -> Math.floorMod(Values.whole(v), 2) == 0),
          entry(
              "divisibleby",
              (v, a) -> Values.equal(Arithmetic.apply("%", v, a.required(0, "num")), 0L)),
          entry("equalto", (v, a) -> Values.equal(v, a.required(0, "other"))),
          entry("eq", (v, a) -> Values.equal(v, a.required(0, "other"))),
          entry("ne", (v, a) -> !Values.equal(v, a.required(0, "other"))),
          entry("in", (v, a) -> Values.contains(a.required(0, "seq"), v)));

  private Checks() {}

  private static Map.Entry<String, Filter> entry(String name, Filter filter) {
    return Map.entry(name, filter);
  }

  static Optional<Filter> of(String name) {
    return Optional.ofNullable(KNOWN.get(name));
  }

  private static boolean isIterable(Object value) {
    return value instanceof String
        || value instanceof List
        || value instanceof Map
        || value instanceof Undefined;
  }
}
