package dev.rlaif.operator.chart;

import java.nio.file.Path;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Which metrics and labels a scrape holds, and which a query asks for. */
final class MetricNames {
  private static final Pattern LISTED = Pattern.compile("(?m)^(\\w+)\\{([\\w,]*)}$");
  private static final Pattern SERIES = Pattern.compile("([a-z][a-z0-9_]*)\\{([^}]*)}");
  private static final Pattern MATCHER = Pattern.compile("(\\w+)\\s*(?:=|!=|=~|!~)\\s*\"");
  private static final Pattern GROUPING = Pattern.compile("by \\(([^)]*)\\)");

  private MetricNames() {}

  /** Names with their labels, from the list that the operator's meters are held to as well. */
  static Map<String, Set<String>> listed() {
    Map<String, Set<String>> names = new TreeMap<>();
    Matcher line = LISTED.matcher(Checkout.text(Path.of("src/test/resources/metrics.txt")));
    while (line.find()) {
      names.put(line.group(1), words(line.group(2)));
    }
    return names;
  }

  /** Names in a PromQL query with the labels that it selects or groups by. */
  static Map<String, Set<String>> asked(String query) {
    Set<String> grouping = new TreeSet<>();
    Matcher group = GROUPING.matcher(query);
    while (group.find()) {
      grouping.addAll(words(group.group(1)));
    }
    Map<String, Set<String>> names = new TreeMap<>();
    Matcher series = SERIES.matcher(query);
    while (series.find()) {
      Set<String> labels = names.computeIfAbsent(series.group(1), any -> new TreeSet<>(grouping));
      Matcher matcher = MATCHER.matcher(series.group(2));
      while (matcher.find()) {
        labels.add(matcher.group(1));
      }
    }
    return names;
  }

  private static Set<String> words(String list) {
    return list.isEmpty()
        ? new TreeSet<>()
        : new TreeSet<>(Set.of(list.replace(" ", "").split(",", -1)));
  }
}
