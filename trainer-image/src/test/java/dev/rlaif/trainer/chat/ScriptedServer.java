package dev.rlaif.trainer.chat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;

/** A real HTTP server that speaks the OpenAI API and misbehaves as it is told. */
public final class ScriptedServer implements AutoCloseable {
  private static final ObjectMapper JSON = new ObjectMapper();

  /** What the server does with one request. */
  public interface Act {
    void answer(HttpExchange exchange, JsonNode request) throws IOException;
  }

  /** Every request as it came, oldest first. */
  public final Queue<JsonNode> requests = new ConcurrentLinkedQueue<>();

  /** Authorization headers as they came, "none" where there was none. */
  public final Queue<String> authorizations = new ConcurrentLinkedQueue<>();

  public final AtomicInteger underWay = new AtomicInteger();
  public final AtomicInteger mostUnderWay = new AtomicInteger();

  /** What {@code GET /models} says; empty: nothing is there. */
  public volatile String models = "";

  private final Queue<Act> script = new ConcurrentLinkedQueue<>();
  private final ExecutorService threads = Executors.newCachedThreadPool();
  private final HttpServer server;
  private final Act otherwise;

  private ScriptedServer(Act otherwise) throws IOException {
    this.otherwise = otherwise;
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.createContext("/v1/chat/completions", this::handle);
    server.createContext(
        "/v1/models", exchange -> body(exchange, models.isEmpty() ? 404 : 200, models));
    server.setExecutor(threads);
    server.start();
  }

  /** Does the acts in order, then always the last one. */
  public static ScriptedServer of(Act... acts) throws IOException {
    var server = new ScriptedServer(acts[acts.length - 1]);
    server.script.addAll(List.of(acts).subList(0, acts.length - 1));
    return server;
  }

  public String url() {
    return "http://127.0.0.1:" + server.getAddress().getPort() + "/v1";
  }

  /** A good reply. */
  public static Act says(String text) {
    return saying(user -> text);
  }

  /** A good reply that is made of the last message. */
  public static Act saying(Function<String, String> reply) {
    return (exchange, request) -> {
      JsonNode messages = request.path("messages");
      String user = messages.path(messages.size() - 1).path("content").asText();
      body(exchange, 200, completion(reply.apply(user)));
    };
  }

  public static Act status(int status, String body) {
    return (exchange, request) -> body(exchange, status, body);
  }

  public static Act body(String body) {
    return status(200, body);
  }

  public static Act header(String name, String value, Act act) {
    return (exchange, request) -> {
      exchange.getResponseHeaders().add(name, value);
      act.answer(exchange, request);
    };
  }

  /** Takes the request and never answers. */
  public static Act hang() {
    return after(60_000, says("too late"));
  }

  public static Act after(long millis, Act act) {
    return (exchange, request) -> {
      try {
        Thread.sleep(millis);
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        return;
      }
      act.answer(exchange, request);
    };
  }

  /** Drops the connection without a response. */
  public static Act reset() {
    return (exchange, request) -> exchange.close();
  }

  /** Promises more bytes than it sends. */
  public static Act cutOff() {
    return (exchange, request) -> {
      exchange.sendResponseHeaders(200, 10_000);
      exchange.getResponseBody().write("{\"choices\":[".getBytes(StandardCharsets.UTF_8));
      exchange.getResponseBody().flush();
      exchange.close();
    };
  }

  public static String completion(String text) {
    var root = JSON.createObjectNode().put("model", "scripted");
    var choice = root.putArray("choices").addObject().put("finish_reason", "stop");
    choice.putObject("message").put("role", "assistant").put("content", text);
    root.putObject("usage").put("prompt_tokens", 7).put("completion_tokens", 3);
    return root.toString();
  }

  private void handle(HttpExchange exchange) throws IOException {
    mostUnderWay.accumulateAndGet(underWay.incrementAndGet(), Math::max);
    try {
      JsonNode request = JSON.readTree(exchange.getRequestBody());
      requests.add(request);
      String authorization = exchange.getRequestHeaders().getFirst("Authorization");
      authorizations.add(authorization == null ? "none" : authorization);
      Act next = script.poll();
      (next == null ? otherwise : next).answer(exchange, request);
    } catch (UncheckedIOException e) {
      throw e.getCause();
    } finally {
      underWay.decrementAndGet();
    }
  }

  private static void body(HttpExchange exchange, int status, String body) throws IOException {
    byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
    exchange.sendResponseHeaders(status, bytes.length);
    exchange.getResponseBody().write(bytes);
    exchange.close();
  }

  @Override
  public void close() {
    server.stop(0);
    threads.shutdownNow();
  }
}
