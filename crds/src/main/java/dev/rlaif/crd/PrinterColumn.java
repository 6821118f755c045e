package dev.rlaif.crd;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;

/**
 * A column of {@code kubectl get}.
 *
 * @param type as the API server knows it: string, integer or date
 * @param path of the value in the object
 * @param priority 0: always shown; above: with {@code -o wide} only
 */
record PrinterColumn(String name, String type, String path, int priority) {

  static PrinterColumn text(String name, String path) {
    return new PrinterColumn(name, "string", path, 0);
  }

  static PrinterColumn wide(String name, String path) {
    return new PrinterColumn(name, "string", path, 1);
  }

  /** Status of a condition, found by its type: the order of conditions says nothing. */
  static PrinterColumn condition(String type) {
    return text(type, ".status.conditions[?(@.type==\"" + type + "\")].status");
  }

  static PrinterColumn reason() {
    return text("Reason", ".status.conditions[?(@.type==\"Ready\")].reason");
  }

  static PrinterColumn age() {
    return new PrinterColumn("Age", "date", ".metadata.creationTimestamp", 0);
  }

  static String metric(String name) {
    return ".status.training.metrics[?(@.name==\"" + name + "\")].value";
  }

  ObjectNode tree() {
    ObjectNode tree =
        JsonNodeFactory.instance
            .objectNode()
            .put("name", name)
            .put("type", type)
            .put("jsonPath", path);
    return priority == 0 ? tree : tree.put("priority", priority);
  }
}
