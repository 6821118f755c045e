package dev.rlaif.trainer.jinja;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Methods of Python's dict that leave it as it is. */
final class MapMethods {
  private MapMethods() {}

  static Optional<Callable> of(Map<String, Object> map, String name) {
    return switch (name) {
      case "items" -> Optional.of(arguments -> pairs(map));
      case "keys" -> Optional.of(arguments -> new ArrayList<Object>(map.keySet()));
      case "values" -> Optional.of(arguments -> new ArrayList<>(map.values()));
      case "get" ->
          Optional.of(
              arguments -> {
                Object found = map.get(arguments.atMost(2).text(0, "key"));
                return found == null ? arguments.optional(1, "default").orElse(None.NONE) : found;
              });
      default -> Optional.empty();
    };
  }

  /** [key, value] of each entry. */
  static List<Object> pairs(Map<String, Object> map) {
    return map.entrySet().stream()
        .<Object>map(entry -> new Tuple(List.of(entry.getKey(), entry.getValue())))
        .toList();
  }
}
