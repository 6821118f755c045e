package dev.rlaif.trainer.jinja;

import java.time.Clock;
import java.time.LocalDateTime;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Functions that every template can call. */
final class Globals {
  private static final int LONGEST_RANGE = 100_000;

  private Globals() {}

  static Map<String, Callable> of(Clock clock) {
    return Map.of(
        "range", Globals::range,
        "namespace", arguments -> new Namespace(named(arguments)),
        "dict", Globals::named,
        "raise_exception",
            arguments -> {
              throw new ValueFailure(Text.of(arguments.required(0, "message")));
            },
        "strftime_now",
            arguments -> TimeFormat.of(LocalDateTime.now(clock), arguments.text(0, "format")));
  }

  private static Map<String, Object> named(Arguments arguments) {
    Map<String, Object> values = new LinkedHashMap<>();
    arguments.atMost(1, arguments.named().keySet().toArray(new String[0]));
    arguments.positional().forEach(map -> values.putAll(Kinds.map(map)));
    values.putAll(arguments.named());
    return values;
  }

  private static List<Object> range(Arguments arguments) {
    List<Object> given = arguments.atMost(3).positional();
    int start = given.size() > 1 ? Kinds.integer(given.get(0)) : 0;
    int stop = Kinds.integer(arguments.required(given.size() > 1 ? 1 : 0, "stop"));
    int step = given.size() > 2 ? Kinds.integer(given.get(2)) : 1;
    if (step == 0) {
      throw new ValueFailure("range() arg 3 must not be zero");
    }
    List<Object> numbers = new ArrayList<>();
    for (long i = start; step > 0 ? i < stop : i > stop; i += step) {
      if (numbers.size() == LONGEST_RANGE) {
        throw new ValueFailure("range too big: more than " + LONGEST_RANGE + " items");
      }
      numbers.add(i);
    }
    return numbers;
  }
}
