package dev.rlaif.plan;

import dev.rlaif.api.v1alpha1.KeyReference;
import java.lang.reflect.RecordComponent;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The ConfigMaps that records name, in references and in {@code configmap://} uris. */
public final class ConfigMaps {
  private static final Pattern URI = Pattern.compile("configmap://([^/]+)/([^/]+)");

  /** A key that something wants, and the path of what wants it. */
  public record Wanted(String path, String name, String key) {}

  private ConfigMaps() {}

  /**
   * What {@code record} names.
   *
   * @param path of the record itself; empty for a document
   */
  public static List<Wanted> wanted(Record record, String path) {
    List<Wanted> wanted = new ArrayList<>();
    collect(record, path, wanted);
    return wanted;
  }

  /** Those of {@code configMaps} that {@code record} names, with the keys that it names. */
  static Map<String, Map<String, String>> named(
      Record record, Map<String, Map<String, String>> configMaps) {
    Map<String, Map<String, String>> named = new HashMap<>();
    for (Wanted wanted : wanted(record, "")) {
      String text = configMaps.getOrDefault(wanted.name(), Map.of()).get(wanted.key());
      if (text != null) {
        named.computeIfAbsent(wanted.name(), name -> new HashMap<>()).put(wanted.key(), text);
      }
    }
    return named;
  }

  /** What is wrong with a wish, if it cannot be met. */
  static Optional<String> missing(Wanted wanted, Map<String, Map<String, String>> configMaps) {
    Map<String, String> data = configMaps.get(wanted.name());
    if (data == null) {
      return Optional.of(
          "there is no ConfigMap "
              + wanted.name()
              + Names.known(wanted.name(), configMaps.keySet()));
    }
    return data.containsKey(wanted.key())
        ? Optional.empty()
        : Optional.of(
            "ConfigMap "
                + wanted.name()
                + " has no key "
                + wanted.key()
                + Names.known(wanted.key(), data.keySet()));
  }

  private static void collect(Record record, String path, List<Wanted> wanted) {
    for (RecordComponent component : record.getClass().getRecordComponents()) {
      String at = SchemaCheck.join(path, component.getName());
      Object value = RuleCheck.value(component, record);
      if (value instanceof KeyReference reference && component.getName().endsWith("onfigMapRef")) {
        wanted.add(new Wanted(at, reference.name(), reference.key()));
      } else if (value instanceof String text && component.getName().equals("uri")) {
        Matcher uri = URI.matcher(text);
        if (uri.matches()) {
          wanted.add(new Wanted(at, uri.group(1), uri.group(2)));
        }
      } else if (value instanceof Record inner) {
        collect(inner, at, wanted);
      } else if (value instanceof List<?> list) {
        for (int i = 0; i < list.size(); i++) {
          if (list.get(i) instanceof Record element) {
            collect(element, at + "[" + i + "]", wanted);
          }
        }
      }
    }
  }
}
