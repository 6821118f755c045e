package dev.rlaif.plan;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.rlaif.api.schema.Items;
import java.lang.reflect.AnnotatedType;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Compares a tree with the record that it is to become: unknown fields, missing ones, types, and
 * the bounds that stand on the record. What does not fit is reported and left out, so that the rest
 * can still be read and checked further.
 */
final class SchemaCheck {
  private final Class<?> root;
  private final List<Finding> findings = new ArrayList<>();

  SchemaCheck(Class<?> root) {
    this.root = root;
  }

  List<Finding> findings() {
    return findings;
  }

  /** What fits of {@code tree}. */
  ObjectNode fitting(JsonNode tree) {
    return record(root, tree, "").orElseGet(JsonNodeFactory.instance::objectNode);
  }

  private Optional<JsonNode> value(AnnotatedType annotated, JsonNode node, String path) {
    Class<?> type = Fields.rawClass(annotated);
    if (type.isRecord()) {
      return record(type, node, path).map(object -> object);
    }
    if (type == List.class) {
      return list(annotated, node, path);
    }
    if (type == Map.class) {
      return map(annotated, node, path);
    }
    Optional<String> wrong = ScalarCheck.wrong(annotated, node);
    wrong.ifPresent(message -> add(path, message));
    return wrong.isPresent() ? Optional.empty() : Optional.of(node);
  }

  private Optional<ObjectNode> record(Class<?> type, JsonNode node, String path) {
    if (!node.isObject()) {
      add(path, ScalarCheck.found(node) + ", must be an object");
      return Optional.empty();
    }
    Map<String, AnnotatedType> fields = Fields.of(type);
    ObjectNode fitting = JsonNodeFactory.instance.objectNode();
    for (Map.Entry<String, JsonNode> given : node.properties()) {
      AnnotatedType field = fields.get(given.getKey());
      if (field == null) {
        findings.add(UnknownField.of(path, given.getKey(), type, root));
      } else {
        value(field, given.getValue(), join(path, given.getKey()))
            .ifPresent(value -> fitting.set(given.getKey(), value));
      }
    }
    fields.forEach(
        (name, field) -> {
          if (Fields.isRequired(field) && !node.has(name)) {
            add(join(path, name), "is missing, but required");
          }
        });
    return Optional.of(fitting);
  }

  private Optional<JsonNode> list(AnnotatedType annotated, JsonNode node, String path) {
    if (!node.isArray()) {
      add(path, ScalarCheck.found(node) + ", must be a list");
      return Optional.empty();
    }
    Items items = annotated.getAnnotation(Items.class);
    boolean fits = items == null || inBounds(items, node.size(), "elements", path);
    ArrayNode fitting = JsonNodeFactory.instance.arrayNode();
    Set<JsonNode> seen = new HashSet<>();
    for (int i = 0; i < node.size(); i++) {
      JsonNode element = node.get(i);
      String at = path + "[" + i + "]";
      // an element that is left out would move the ones behind it: then the whole list is
      Optional<JsonNode> value = value(Fields.content(annotated), element, at);
      fits &= value.isPresent();
      value.ifPresent(fitting::add);
      fits &= items == null || isNew(items, element, seen, at);
    }
    return fits ? Optional.of(fitting) : Optional.empty();
  }

  private boolean isNew(Items items, JsonNode element, Set<JsonNode> seen, String path) {
    if (items.distinct() && !seen.add(element)) {
      add(path, ScalarCheck.found(element) + ", a second time");
      return false;
    }
    String key = items.key();
    if (!key.isEmpty() && element.has(key) && !seen.add(element.get(key))) {
      add(path + "." + key, ScalarCheck.found(element.get(key)) + ", a second time");
      return false;
    }
    return true;
  }

  private Optional<JsonNode> map(AnnotatedType annotated, JsonNode node, String path) {
    if (!node.isObject()) {
      add(path, ScalarCheck.found(node) + ", must be an object of texts");
      return Optional.empty();
    }
    Items items = annotated.getAnnotation(Items.class);
    boolean fits = items == null || inBounds(items, node.size(), "entries", path);
    ObjectNode fitting = JsonNodeFactory.instance.objectNode();
    for (Map.Entry<String, JsonNode> entry : node.properties()) {
      value(Fields.content(annotated), entry.getValue(), path + "." + entry.getKey())
          .ifPresent(value -> fitting.set(entry.getKey(), value));
    }
    return fits ? Optional.of(fitting) : Optional.empty();
  }

  private boolean inBounds(Items items, int size, String what, String path) {
    if (size >= items.min() && size <= items.max()) {
      return true;
    }
    String bounds =
        items.min() == 0 ? "at most " + items.max() : items.min() + " to " + items.max();
    add(path, "has " + size + " " + what + ", must have " + bounds);
    return false;
  }

  private void add(String path, String message) {
    findings.add(new Finding(path, message));
  }

  static String join(String path, String name) {
    return path.isEmpty() ? name : path + "." + name;
  }
}
