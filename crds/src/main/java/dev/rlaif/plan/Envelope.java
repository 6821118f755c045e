package dev.rlaif.plan;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.rlaif.api.v1alpha1.RewardJudge;
import dev.rlaif.api.v1alpha1.RlaifRun;
import java.util.List;
import java.util.Optional;

/** What every Kubernetes object has around its spec. */
final class Envelope {
  private static final String GROUP = "rlaif.dev/";
  private static final List<String> KINDS = List.of(RlaifRun.KIND, RewardJudge.KIND);

  /** What a server writes into the metadata of an object, so that its output can be read again. */
  private static final List<String> SERVER_METADATA =
      List.of(
          "creationTimestamp",
          "deletionGracePeriodSeconds",
          "deletionTimestamp",
          "finalizers",
          "generateName",
          "generation",
          "managedFields",
          "ownerReferences",
          "resourceVersion",
          "selfLink",
          "uid");

  private Envelope() {}

  static String kind(JsonNode root) {
    return root.path("kind").asText("");
  }

  static String name(JsonNode root) {
    return root.path("metadata").path("name").asText("");
  }

  /** The document without status and the server's own metadata. */
  static JsonNode ownFields(JsonNode root) {
    if (!root.isObject()) {
      return root;
    }
    ObjectNode own = root.deepCopy();
    own.remove("status");
    if (own.get("metadata") instanceof ObjectNode metadata) {
      metadata.remove(SERVER_METADATA);
    }
    return own;
  }

  /** What is wrong with apiVersion and kind of a document that is meant for this project. */
  static Optional<Finding> wrongType(JsonNode root) {
    String apiVersion = root.path("apiVersion").asText("");
    String kind = kind(root);
    if (KINDS.contains(kind)) {
      return apiVersion.equals(RlaifRun.API_VERSION)
          ? Optional.empty()
          : Optional.of(
              new Finding(
                  "apiVersion", "is \"" + apiVersion + "\", must be " + RlaifRun.API_VERSION));
    }
    if (kind.isEmpty()) {
      return Optional.of(
          new Finding("kind", "is missing: must be one of " + String.join(", ", KINDS)));
    }
    return apiVersion.startsWith(GROUP) ? Optional.of(unknownKind(kind)) : Optional.empty();
  }

  private static Finding unknownKind(String kind) {
    String meant =
        NearestName.of(kind, KINDS).map(near -> " (did you mean " + near + "?)").orElse("");
    return new Finding(
        "kind", "is \"" + kind + "\", must be one of " + String.join(", ", KINDS) + meant);
  }
}
