package dev.rlaif.trainer.browser;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import okhttp3.OkHttpClient;
import okhttp3.Request;
import okhttp3.Response;
import okhttp3.WebSocket;
import okhttp3.WebSocketListener;
import org.jspecify.annotations.Nullable;

/** The DevTools protocol: commands with their replies, and events. */
final class DevTools implements AutoCloseable {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final int SECONDS = 60;

  private final OkHttpClient client = new OkHttpClient();
  private final AtomicInteger number = new AtomicInteger();
  private final Map<Integer, CompletableFuture<JsonNode>> waiting = new ConcurrentHashMap<>();
  private final List<Consumer<JsonNode>> listeners = new CopyOnWriteArrayList<>();
  private final WebSocket socket;

  private DevTools(String address) {
    this.socket =
        client.newWebSocket(new Request.Builder().url(address).build(), new Incoming(this));
  }

  static DevTools connect(String address) {
    return new DevTools(address);
  }

  /** Hears of every event. */
  void listen(Consumer<JsonNode> listener) {
    listeners.add(listener);
  }

  /**
   * Sends a command and waits for its reply.
   *
   * @param session of a tab; empty for the browser itself
   */
  JsonNode call(String session, String method, Map<String, Object> parameters)
      throws InterruptedException {
    try {
      JsonNode answer = send(session, method, parameters).get(SECONDS, TimeUnit.SECONDS);
      if (answer.has("error")) {
        throw new IllegalStateException(method + ": " + answer.path("error"));
      }
      return answer.path("result");
    } catch (ExecutionException | TimeoutException e) {
      throw new IllegalStateException(method + " got no reply from the browser", e);
    }
  }

  /** Sends a command whose reply nobody waits for. */
  void tell(String session, String method, Map<String, Object> parameters) {
    socket.send(command(number.incrementAndGet(), session, method, parameters));
  }

  private CompletableFuture<JsonNode> send(
      String session, String method, Map<String, Object> parameters) {
    int id = number.incrementAndGet();
    var reply = new CompletableFuture<JsonNode>();
    waiting.put(id, reply);
    socket.send(command(id, session, method, parameters));
    return reply;
  }

  private static String command(
      int id, String session, String method, Map<String, Object> parameters) {
    ObjectNode command = JSON.createObjectNode().put("id", id).put("method", method);
    command.set("params", JSON.valueToTree(parameters));
    if (!session.isEmpty()) {
      command.put("sessionId", session);
    }
    return command.toString();
  }

  @Override
  public void close() {
    socket.close(1000, null);
    client.dispatcher().executorService().shutdown();
    client.connectionPool().evictAll();
  }

  private void take(String text) {
    try {
      JsonNode message = JSON.readTree(text);
      CompletableFuture<JsonNode> reply = waiting.remove(message.path("id").asInt());
      if (reply != null) {
        reply.complete(message);
      } else {
        listeners.forEach(listener -> listener.accept(message));
      }
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("the browser sent no JSON", e);
    }
  }

  private void fail(Throwable cause) {
    waiting.values().forEach(reply -> reply.completeExceptionally(cause));
  }

  private static final class Incoming extends WebSocketListener {
    private final DevTools tools;

    private Incoming(DevTools tools) {
      this.tools = tools;
    }

    @Override
    public void onMessage(WebSocket webSocket, String text) {
      tools.take(text);
    }

    @Override
    public void onFailure(WebSocket webSocket, Throwable cause, @Nullable Response response) {
      tools.fail(cause);
    }
  }
}
