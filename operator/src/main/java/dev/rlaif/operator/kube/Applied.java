package dev.rlaif.operator.kube;

import com.fasterxml.jackson.databind.JsonNode;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.client.utils.KubernetesSerialization;
import java.util.Iterator;
import java.util.Map;

/**
 * Whether an object of the cluster already says what it should, so that it need not be applied: an
 * apply that changes nothing is a write all the same. What the server or others added is not looked
 * at; a field that the desired object does not name any more is therefore not noticed by itself.
 */
public final class Applied {
  private Applied() {}

  /** Whether {@code actual} holds every field of {@code desired}. */
  public static boolean holds(
      HasMetadata actual, HasMetadata desired, KubernetesSerialization json) {
    return holds(
        json.convertValue(actual, JsonNode.class), json.convertValue(desired, JsonNode.class));
  }

  private static boolean holds(JsonNode actual, JsonNode desired) {
    if (desired.isObject()) {
      return actual.isObject() && holdsFields(actual, desired);
    }
    if (desired.isArray()) {
      return actual.isArray() && actual.size() == desired.size() && holdsItems(actual, desired);
    }
    return desired.equals(actual);
  }

  private static boolean holdsFields(JsonNode actual, JsonNode desired) {
    for (Map.Entry<String, JsonNode> field : desired.properties()) {
      JsonNode found = actual.path(field.getKey());
      if (!holds(found, field.getValue())) {
        return false;
      }
    }
    return true;
  }

  private static boolean holdsItems(JsonNode actual, JsonNode desired) {
    Iterator<JsonNode> found = actual.elements();
    for (JsonNode item : desired) {
      if (!holds(found.next(), item)) {
        return false;
      }
    }
    return true;
  }
}
