package dev.rlaif.e2e;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/**
 * A user of a served run.
 *
 * @param url without a path
 */
public record Client(String url, HttpClient http) {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final String EVENT = "data: ";
  private static final String LAST = EVENT + "[DONE]";

  /** Speaks HTTP/1.1, as the clients of this API do: vLLM's server refuses an offer of HTTP/2. */
  public static Client of(String url) {
    return new Client(url, HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build());
  }

  HttpResponse<String> get(String path) {
    return send(request(path).build());
  }

  public JsonNode json(String path) {
    return tree(get(path).body());
  }

  /** The greedy answer of a model. */
  public JsonNode chat(String model, String question) {
    return tree(post(body(model, question)).body());
  }

  /** The same, of at most so many tokens. */
  public JsonNode chat(String model, String question, int maxTokens) {
    return tree(post(body(model, question).put("max_tokens", maxTokens)).body());
  }

  /** The same, put together from the pieces of a stream. */
  String streamed(String model, String question) {
    List<String> events =
        post(body(model, question).put("stream", true))
            .body()
            .lines()
            .filter(line -> line.startsWith(EVENT))
            .toList();
    if (!events.get(events.size() - 1).equals(LAST)) {
      throw new AssertionError("a stream ends with " + LAST + ": " + events);
    }
    List<String> pieces = new ArrayList<>();
    for (String event : events.subList(0, events.size() - 1)) {
      JsonNode choice = tree(event.substring(EVENT.length())).path("choices").path(0);
      pieces.add(choice.path("delta").path("content").asText(""));
    }
    return String.join("", pieces);
  }

  HttpResponse<String> post(ObjectNode body) {
    return send(
        request("/v1/chat/completions")
            .header("Content-Type", "application/json")
            .POST(HttpRequest.BodyPublishers.ofString(body.toString()))
            .build());
  }

  private static ObjectNode body(String model, String question) {
    ObjectNode body = JSON.createObjectNode();
    body.put("model", model).put("temperature", 0).put("max_tokens", 48);
    body.putArray("messages").addObject().put("role", "user").put("content", question);
    return body;
  }

  private HttpRequest.Builder request(String path) {
    return HttpRequest.newBuilder(URI.create(url + path)).timeout(Duration.ofMinutes(1));
  }

  private HttpResponse<String> send(HttpRequest request) {
    try {
      return http.send(request, BodyHandlers.ofString());
    } catch (IOException e) {
      throw new AssertionError(request + " failed", e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new AssertionError(request + " was interrupted", e);
    }
  }

  private static JsonNode tree(String text) {
    try {
      return JSON.readTree(text);
    } catch (IOException e) {
      throw new AssertionError("no JSON: " + text, e);
    }
  }
}
