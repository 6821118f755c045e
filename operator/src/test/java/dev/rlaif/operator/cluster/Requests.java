package dev.rlaif.operator.cluster;

import com.fasterxml.jackson.databind.JsonNode;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import java.util.Locale;
import java.util.Optional;

/** Requests as the API server sees them, with nothing checked or filled in on the way. */
public final class Requests {
  private Requests() {}

  /**
   * Asks whether an object of this project would be taken, strictly; nothing is stored.
   *
   * @return what the server says against it
   */
  public static Optional<String> refusal(KubernetesClient client, JsonNode object) {
    String plural = object.path("kind").asText().toLowerCase(Locale.ROOT) + "s";
    String path =
        "/apis/%s/namespaces/%s/%s?dryRun=All&fieldValidation=Strict"
            .formatted(object.path("apiVersion").asText(), client.getNamespace(), plural);
    try {
      client.raw(path, "POST", object);
      return Optional.empty();
    } catch (KubernetesClientException e) {
      return Optional.of(e.getCode() + " " + e.getMessage());
    }
  }
}
