package dev.rlaif.operator.cli;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.rlaif.api.v1alpha1.RlaifRun;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.http.HttpResponse;
import java.net.HttpURLConnection;
import java.net.URI;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** The API server, asked for runs and judges; nothing is ever written. */
final class Cluster implements AutoCloseable {
  private static final int TIMEOUT_SECONDS = 30;
  private static final ObjectMapper JSON = new ObjectMapper();

  private final KubernetesClient client;

  Cluster(KubernetesClient client) {
    this.client = client;
  }

  /** The namespace of the kubeconfig's context. */
  Optional<String> namespace() {
    return Optional.ofNullable(client.getNamespace());
  }

  /**
   * All objects of a kind as a table.
   *
   * @param namespace absent: of all namespaces
   */
  ServerTable table(String plural, Optional<String> namespace) {
    String path = folder(namespace) + plural;
    return new ServerTable(
        ask(path, ServerTable.ACCEPT)
            .orElseThrow(
                () ->
                    CommandFailure.environment(
                        "the cluster does not know "
                            + plural
                            + ": install the CRDs, for example with the chart in charts/rlaif")));
  }

  /** One object; absent where there is none of that name. */
  Optional<JsonNode> object(String plural, String namespace, String name) {
    return ask(folder(Optional.of(namespace)) + plural + "/" + name, "application/json");
  }

  @Override
  public void close() {
    client.close();
  }

  private static String folder(Optional<String> namespace) {
    return "apis/"
        + RlaifRun.API_VERSION
        + "/"
        + namespace.map(name -> "namespaces/" + name + "/").orElse("");
  }

  private Optional<JsonNode> ask(String path, String accept) {
    HttpResponse<String> response = send(URI.create(client.getMasterUrl() + path), accept);
    if (response.code() == HttpURLConnection.HTTP_NOT_FOUND) {
      return Optional.empty();
    }
    JsonNode body = json(response.body());
    if (!response.isSuccessful()) {
      throw CommandFailure.environment(
          "the cluster refused " + path + ": " + body.path("message").asText(response.message()));
    }
    return Optional.of(body);
  }

  private HttpResponse<String> send(URI uri, String accept) {
    var http = client.getHttpClient();
    var request = http.newHttpRequestBuilder().uri(uri).header("Accept", accept).build();
    try {
      return http.sendAsync(request, String.class).get(TIMEOUT_SECONDS, TimeUnit.SECONDS);
    } catch (ExecutionException e) {
      throw unreachable(String.valueOf(e.getCause()));
    } catch (TimeoutException e) {
      throw unreachable("no answer within " + TIMEOUT_SECONDS + " seconds");
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw unreachable("interrupted");
    }
  }

  private CommandFailure unreachable(String why) {
    return CommandFailure.environment(
        client.getMasterUrl()
            + " does not answer ("
            + why
            + "): see the current context of your kubeconfig, or choose one with --context");
  }

  private static JsonNode json(String text) {
    try {
      return JSON.readTree(text);
    } catch (JsonProcessingException e) {
      throw CommandFailure.environment("the cluster answered something that is no JSON: " + text);
    }
  }
}
