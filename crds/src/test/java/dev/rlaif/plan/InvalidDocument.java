package dev.rlaif.plan;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;

/**
 * A case of invalid.yaml: the valid documents with one thing wrong in them.
 *
 * @param altered the documents that differ from the valid ones, by the name of their file
 * @param texts all documents, for the planner
 * @param at path of the field that is blamed
 * @param says part of what is said about it
 * @param concernsAnother whether only who knows other objects can tell that it is wrong
 */
public record InvalidDocument(
    String name,
    Map<String, JsonNode> altered,
    Map<String, String> texts,
    String at,
    String says,
    boolean concernsAnother) {

  /** Every case. */
  public static Stream<InvalidDocument> all() {
    JsonNode cases = tree("/invalid.yaml");
    return StreamSupport.stream(cases.spliterator(), false).map(InvalidDocument::of);
  }

  private static InvalidDocument of(JsonNode one) {
    Map<String, JsonNode> altered = new LinkedHashMap<>();
    Map<String, String> texts = Valid.texts();
    for (String kind : List.of("run", "judge")) {
      if (one.has(kind)) {
        String file = kind + ".yaml";
        JsonNode document = merged(tree("/valid/" + file), one.get(kind));
        altered.put(file, document);
        texts.put(file, document.toString());
      }
    }
    return new InvalidDocument(
        one.get("case").asText(),
        altered,
        texts,
        one.get("at").asText(),
        one.get("says").asText(),
        one.path("another").asBoolean());
  }

  @Override
  public String toString() {
    return name;
  }

  private static JsonNode tree(String resource) {
    List<Problem> problems = new ArrayList<>();
    JsonNode root = YamlTree.read(resource, Valid.text(resource), problems).get(0).root();
    if (!problems.isEmpty()) {
      throw new IllegalStateException("" + problems);
    }
    return root;
  }

  /** JSON merge patch, RFC 7396. */
  private static JsonNode merged(JsonNode target, JsonNode patch) {
    if (!patch.isObject()) {
      return patch;
    }
    ObjectNode merged =
        target instanceof ObjectNode object
            ? object.deepCopy()
            : JsonNodeFactory.instance.objectNode();
    for (Map.Entry<String, JsonNode> entry : patch.properties()) {
      if (entry.getValue().isNull()) {
        merged.remove(entry.getKey());
      } else {
        merged.set(entry.getKey(), merged(merged.path(entry.getKey()), entry.getValue()));
      }
    }
    return merged;
  }
}
