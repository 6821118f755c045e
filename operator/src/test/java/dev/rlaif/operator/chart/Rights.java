package dev.rlaif.operator.chart;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.StreamSupport;

/** What roles allow: verbs by {@code group/resource}. */
final class Rights {
  private static final Pattern ROW =
      Pattern.compile("\\| (`[a-z0-9.]+`|core) \\| (`[^|]+`) \\| ([a-z ]+) \\| .*\\|");

  private Rights() {}

  /** Of the rules of some roles together. */
  static Map<String, Set<String>> of(List<JsonNode> roles) {
    Map<String, Set<String>> rights = new TreeMap<>();
    for (JsonNode role : roles) {
      for (JsonNode rule : role.path("rules")) {
        for (JsonNode group : rule.path("apiGroups")) {
          for (JsonNode resource : rule.path("resources")) {
            rights
                .computeIfAbsent(group.asText() + "/" + resource.asText(), any -> new TreeSet<>())
                .addAll(words(rule.path("verbs")));
          }
        }
      }
    }
    return rights;
  }

  /** As the chart's README tells them. */
  static Map<String, Set<String>> told(String readme) {
    Map<String, Set<String>> rights = new TreeMap<>();
    Matcher row = ROW.matcher(readme);
    while (row.find()) {
      String group = row.group(1).equals("core") ? "" : row.group(1).replace("`", "");
      for (String resource : row.group(2).replace("`", "").split(", ", -1)) {
        rights.put(group + "/" + resource, new TreeSet<>(List.of(row.group(3).split(" ", -1))));
      }
    }
    return rights;
  }

  private static List<String> words(JsonNode list) {
    return StreamSupport.stream(list.spliterator(), false).map(JsonNode::asText).toList();
  }
}
