package dev.rlaif.trainer.hub;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.stream.Collectors;

/** A hub with one model, org/name, that misbehaves as it is told. */
public final class HubServer implements AutoCloseable {
  static final String COMMIT = "0123456789abcdef0123456789abcdef01234567";

  /** What the server does with one request for a file. */
  interface Act {
    void answer(HubServer hub, HttpExchange exchange, byte[] content) throws IOException;
  }

  public final Map<String, byte[]> files = new LinkedHashMap<>();
  final Map<String, String> sha256 = new LinkedHashMap<>();

  /** Paths as they were asked for, each with its range and its authorization. */
  final List<String> asked = new CopyOnWriteArrayList<>();

  final Queue<Act> acts = new ConcurrentLinkedQueue<>();
  int listingStatus = 200;

  private final ExecutorService threads = Executors.newCachedThreadPool();
  private final CountDownLatch closed = new CountDownLatch(1);
  private final HttpServer server;

  public HubServer() throws IOException {
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.createContext("/", this::handle);
    server.setExecutor(threads);
    server.start();
  }

  public String url() {
    return "http://127.0.0.1:" + server.getAddress().getPort();
  }

  private void handle(HttpExchange exchange) throws IOException {
    String path = exchange.getRequestURI().getPath();
    asked.add(path + header(exchange, "Range", " ") + header(exchange, "Authorization", " "));
    try (exchange) {
      if (path.startsWith("/api/")) {
        send(exchange, listingStatus, listing().getBytes(StandardCharsets.UTF_8));
        return;
      }
      byte[] content = files.get(path.substring(path.lastIndexOf('/') + 1));
      if (content == null) {
        send(exchange, 404, new byte[0]);
        return;
      }
      Act act = acts.poll();
      (act == null ? whole() : act).answer(this, exchange, content);
    }
  }

  private static String header(HttpExchange exchange, String name, String before) {
    String value = exchange.getRequestHeaders().getFirst(name);
    return value == null ? "" : before + value;
  }

  private String listing() {
    String siblings =
        files.entrySet().stream()
            .map(
                file ->
                    "{\"rfilename\": \"%s\", \"size\": %d%s}"
                        .formatted(file.getKey(), file.getValue().length, lfs(file.getKey())))
            .collect(Collectors.joining(","));
    return "{\"sha\": \"" + COMMIT + "\", \"siblings\": [" + siblings + "]}";
  }

  private String lfs(String name) {
    String hash = sha256.get(name);
    return hash == null ? "" : ", \"lfs\": {\"sha256\": \"" + hash + "\"}";
  }

  /** As a hub does: from the byte on that was asked for. */
  static Act whole() {
    return (hub, exchange, content) -> rest(exchange, content, content.length, content.length);
  }

  static Act status(int status) {
    return (hub, exchange, content) -> send(exchange, status, new byte[0]);
  }

  /** Promises the rest, sends some of it and hangs up. */
  static Act truncated(int bytes) {
    return (hub, exchange, content) -> rest(exchange, content, bytes, content.length);
  }

  /** Promises the rest, sends some of it and says no more. */
  static Act stalled(int bytes) {
    return (hub, exchange, content) -> {
      int from = from(exchange);
      head(exchange, from, content.length);
      exchange.getResponseBody().write(content, from, bytes);
      exchange.getResponseBody().flush();
      try {
        hub.closed.await();
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
      }
    };
  }

  /** Sends all of it, whatever was asked for. */
  static Act fromTheStart() {
    return (hub, exchange, content) -> send(exchange, 200, content);
  }

  static Act damaged() {
    return (hub, exchange, content) -> {
      byte[] other = content.clone();
      other[0] ^= 1;
      rest(exchange, other, other.length, other.length);
    };
  }

  static Act redirect(String address) {
    return (hub, exchange, content) -> {
      String name = exchange.getRequestURI().getPath();
      exchange.getResponseHeaders().set("Location", address + name);
      exchange.sendResponseHeaders(302, -1);
    };
  }

  private static void rest(HttpExchange exchange, byte[] content, int end, int promised)
      throws IOException {
    int from = from(exchange);
    head(exchange, from, promised);
    exchange.getResponseBody().write(content, from, Math.max(0, end - from));
  }

  private static void head(HttpExchange exchange, int from, int length) throws IOException {
    if (from > 0) {
      exchange
          .getResponseHeaders()
          .set("Content-Range", "bytes " + from + "-" + (length - 1) + "/" + length);
    }
    exchange.sendResponseHeaders(from > 0 ? 206 : 200, length - from);
  }

  private static int from(HttpExchange exchange) {
    String range = exchange.getRequestHeaders().getFirst("Range");
    return range == null ? 0 : Integer.parseInt(range.replaceAll("bytes=(\\d+)-", "$1"));
  }

  private static void send(HttpExchange exchange, int status, byte[] body) throws IOException {
    exchange.sendResponseHeaders(status, body.length == 0 ? -1 : body.length);
    if (body.length > 0) {
      exchange.getResponseBody().write(body);
    }
  }

  @Override
  public void close() {
    closed.countDown();
    server.stop(0);
    threads.shutdownNow();
  }
}
