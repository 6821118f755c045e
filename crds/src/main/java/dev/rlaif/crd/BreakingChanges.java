package dev.rlaif.crd;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.StreamSupport;

/**
 * What a definition takes away from those who use an older one: their objects would be refused, or
 * lose a field. Rules in CEL are not compared; the valid documents of the tests stand for them.
 */
public final class BreakingChanges {
  private static final List<String> IDENTITY =
      List.of("group", "scope", "names/kind", "names/plural");

  private BreakingChanges() {}

  /**
   * All breaks, one sentence each; none: the new definition can take the old one's place.
   *
   * @param before a CustomResourceDefinition of apiextensions.k8s.io/v1
   * @param after another one of the same name
   */
  public static List<String> between(JsonNode before, JsonNode after) {
    List<String> breaks = new ArrayList<>();
    for (String field : IDENTITY) {
      JsonNode old = before.at("/spec/" + field);
      if (!old.equals(after.at("/spec/" + field))) {
        breaks.add("spec/" + field + " was " + old + ", is " + after.at("/spec/" + field));
      }
    }
    gone(before.at("/spec/names/shortNames"), after.at("/spec/names/shortNames"))
        .forEach(name -> breaks.add("the short name " + name + " is gone"));
    for (JsonNode version : before.at("/spec/versions")) {
      if (version.path("served").asBoolean()) {
        versions(version, after, breaks);
      }
    }
    return breaks;
  }

  private static void versions(JsonNode before, JsonNode crd, List<String> breaks) {
    String name = before.path("name").asText();
    Optional<JsonNode> served =
        StreamSupport.stream(crd.at("/spec/versions").spliterator(), false)
            .filter(version -> version.path("name").asText().equals(name))
            .filter(version -> version.path("served").asBoolean())
            .findFirst();
    if (served.isEmpty()) {
      breaks.add("version " + name + " is no longer served");
      return;
    }
    JsonNode after = served.get();
    gone(before.path("selectableFields"), after.path("selectableFields"))
        .forEach(path -> breaks.add(path + " can no longer be selected"));
    if (before.at("/subresources").has("status") && !after.at("/subresources").has("status")) {
      breaks.add("status is no longer written apart from spec");
    }
    String schema = "/schema/openAPIV3Schema";
    breaks.addAll(TighterSchema.of(before.at(schema), after.at(schema)));
  }

  /** Elements of one list that the other lacks. */
  static List<String> gone(JsonNode before, JsonNode after) {
    Set<JsonNode> left =
        StreamSupport.stream(after.spliterator(), false).collect(Collectors.toSet());
    return StreamSupport.stream(before.spliterator(), false)
        .filter(element -> !left.contains(element))
        .map(element -> element.isTextual() ? element.asText() : element.toString())
        .toList();
  }
}
