package dev.rlaif.trainer.jinja;

import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/** Jinja's filters that templates use, and {@code tojson} as transformers has it. */
final class Filters {
  private static final Map<String, Filter> KNOWN =
      Map.ofEntries(
          entry("trim", (v, a) -> StringMethods.strip(Text.of(v), a, true, true)),
          entry("length", (v, a) -> Values.length(v)),
          entry("count", (v, a) -> Values.length(v)),
          entry("tojson", Filters::json),
          entry("default", Filters::otherwise),
          entry("d", Filters::otherwise),
          entry("first", (v, a) -> place(v, 0)),
          entry("last", (v, a) -> place(v, -1)),
          entry("join", Filters::join),
          entry("list", (v, a) -> new ArrayList<>(Values.items(v))),
          entry("reverse", (v, a) -> reversed(v)),
          entry("upper", (v, a) -> Text.of(v).toUpperCase(Locale.ROOT)),
          entry("lower", (v, a) -> Text.of(v).toLowerCase(Locale.ROOT)),
          entry("capitalize", (v, a) -> StringMethods.capitalised(Text.of(v))),
          entry("title", (v, a) -> StringMethods.titled(Text.of(v))),
          entry("replace", (v, a) -> StringMethods.replace(Text.of(v), a.atMost(3))),
          entry("string", (v, a) -> Text.of(v)),
          entry("safe", (v, a) -> Text.of(v)),
          entry("int", Filters::integer),
          entry("abs", (v, a) -> Values.order(v, 0L) < 0 ? Arithmetic.negative(v) : v),
          entry("items", (v, a) -> items(v)),
          entry("dictsort", (v, a) -> sorted(v)),
          entry("indent", Filters::indent),
          entry("map", Filters::map),
          entry("select", (v, a) -> Selection.of(v, a, true, false)),
          entry("reject", (v, a) -> Selection.of(v, a, false, false)),
          entry("selectattr", (v, a) -> Selection.of(v, a, true, true)),
          entry("rejectattr", (v, a) -> Selection.of(v, a, false, true)));

  private Filters() {}

  private static Map.Entry<String, Filter> entry(String name, Filter filter) {
    return Map.entry(name, filter);
  }

  static Optional<Filter> of(String name) {
    return Optional.ofNullable(KNOWN.get(name));
  }

  private static Object json(Object value, Arguments arguments) {
    Arguments known = arguments.atMost(2, "indent", "ensure_ascii");
    if (Values.isTrue(known.optional(0, "ensure_ascii").orElse(false))) {
      throw new ValueFailure("tojson with ensure_ascii is not known");
    }
    Object indent = known.optional(1, "indent").orElse(None.NONE);
    return Json.of(value, indent == None.NONE ? -1 : Kinds.integer(indent));
  }

  private static Object otherwise(Object value, Arguments arguments) {
    Object other =
        arguments.atMost(2, "default_value", "boolean").optional(0, "default_value").orElse("");
    boolean falseToo = Values.isTrue(arguments.optional(1, "boolean").orElse(false));
    boolean taken = value instanceof Undefined || (falseToo && !Values.isTrue(value));
    return taken ? other : value;
  }

  private static Object place(Object value, long place) {
    return Members.item(Values.items(value), place);
  }

  private static Object join(Object value, Arguments arguments) {
    String separator = Text.of(arguments.atMost(2, "d", "attribute").optional(0, "d").orElse(""));
    Optional<Object> attribute = arguments.optional(1, "attribute");
    List<String> parts = new ArrayList<>();
    for (Object item : Values.items(value)) {
      parts.add(Text.of(attribute.isPresent() ? Members.item(item, attribute.get()) : item));
    }
    return String.join(separator, parts);
  }

  private static Object reversed(Object value) {
    if (value instanceof String text) {
      return new StringBuilder(text).reverse().toString();
    }
    List<Object> items = new ArrayList<>(Values.items(value));
    Collections.reverse(items);
    return items;
  }

  /** The number, or what {@code int(default)} says where there is none. */
  private static Object integer(Object value, Arguments arguments) {
    Object otherwise = arguments.atMost(1, "default").optional(0, "default").orElse(0L);
    if (value instanceof Double number) {
      return (long) (double) number;
    }
    if (Values.isNumber(value)) {
      return Values.whole(value);
    }
    String digits = Text.of(value).strip();
    return digits.matches("[+-]?\\d{1,18}") ? Long.valueOf(digits) : otherwise;
  }

  private static Object items(Object value) {
    return value instanceof Undefined ? List.of() : MapMethods.pairs(Kinds.map(value));
  }

  /** By key, without regard to case. */
  private static Object sorted(Object value) {
    List<Map.Entry<String, Object>> entries = new ArrayList<>(Kinds.map(value).entrySet());
    entries.sort(Comparator.comparing(entry -> entry.getKey().toLowerCase(Locale.ROOT)));
    return entries.stream().<Object>map(e -> new Tuple(List.of(e.getKey(), e.getValue()))).toList();
  }

  private static Object indent(Object value, Arguments arguments) {
    Arguments known = arguments.atMost(3, "width", "first", "blank");
    Object width = known.optional(0, "width").orElse(4L);
    String spaces = width instanceof String text ? text : " ".repeat(Kinds.integer(width));
    boolean first = Values.isTrue(known.optional(1, "first").orElse(false));
    boolean blank = Values.isTrue(known.optional(2, "blank").orElse(false));
    String[] lines = Text.of(value).split("\n", -1);
    for (int i = 0; i < lines.length; i++) {
      boolean moves = i == 0 ? first : blank || !lines[i].isEmpty();
      lines[i] = moves ? spaces + lines[i] : lines[i];
    }
    return String.join("\n", lines);
  }

  private static Object map(Object value, Arguments arguments) {
    Optional<Object> attribute = Optional.ofNullable(arguments.named().get("attribute"));
    List<Object> results = new ArrayList<>();
    if (attribute.isPresent()) {
      arguments.atMost(0, "attribute", "default");
      for (Object item : Values.items(value)) {
        Object found = Members.item(item, attribute.get());
        Object otherwise = arguments.named().getOrDefault("default", found);
        results.add(found instanceof Undefined ? otherwise : found);
      }
      return results;
    }
    String name = arguments.text(0, "filter");
    Filter filter =
        of(name).orElseThrow(() -> new ValueFailure("the filter '" + name + "' is not known here"));
    Arguments rest =
        new Arguments(
            arguments.positional().subList(1, arguments.positional().size()), arguments.named());
    for (Object item : Values.items(value)) {
      results.add(filter.apply(item, rest));
    }
    return results;
  }
}
