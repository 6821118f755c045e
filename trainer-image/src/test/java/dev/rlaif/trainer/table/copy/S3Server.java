package dev.rlaif.trainer.table.copy;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/** The part of S3 that a copy needs, for one bucket, with what can go wrong there. */
final class S3Server implements AutoCloseable {
  static final String BUCKET = "runs";

  final NavigableMap<String, byte[]> objects = new ConcurrentSkipListMap<>();

  /** Keys, as they were put, refused ones left out. */
  final List<String> puts = new CopyOnWriteArrayList<>();

  private final ExecutorService threads = Executors.newCachedThreadPool();
  private final HttpServer server;
  private volatile Mood mood = (method, key) -> Mood.WELL;

  /** What becomes of a request. */
  @FunctionalInterface
  interface Mood {
    String WELL = "";

    /** It is done, and nobody hears of it. */
    String NO_REPLY = "no reply";

    /** One of these, or a status and a code of S3, such as {@code 403 AccessDenied}. */
    String of(String method, String key);
  }

  S3Server() throws IOException {
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.setExecutor(threads);
    server.createContext("/", this::answer);
    server.start();
  }

  void mood(Mood now) {
    mood = now;
  }

  S3Settings settings() {
    return S3Settings.of(
        "http://127.0.0.1:" + server.getAddress().getPort(),
        Map.of("AWS_ACCESS_KEY_ID", "key", "AWS_SECRET_ACCESS_KEY", "secret"));
  }

  /** Writes everything below a prefix into a folder. */
  void download(String prefix, Path folder) {
    try {
      for (var object : objects.tailMap(prefix).entrySet()) {
        Path file = folder.resolve(object.getKey().substring(prefix.length()));
        Files.createDirectories(file.resolveSibling(""));
        Files.write(file, object.getValue());
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private void answer(HttpExchange exchange) throws IOException {
    try (exchange) {
      byte[] body = exchange.getRequestBody().readAllBytes();
      URI asked = exchange.getRequestURI();
      String[] path = asked.getPath().split("/", 3);
      String key = path.length < 3 ? "" : path[2];
      String becomes =
          path[1].equals(BUCKET) ? mood.of(exchange.getRequestMethod(), key) : "404 NoSuchBucket";
      if (!becomes.isEmpty() && !becomes.equals(Mood.NO_REPLY)) {
        refuse(exchange, becomes);
        return;
      }
      if (exchange.getRequestMethod().equals("PUT")) {
        boolean taken = !put(exchange, key, body);
        if (becomes.isEmpty()) {
          reply(exchange, taken ? "412 PreconditionFailed" : "", new byte[0]);
        }
      } else if (key.isEmpty()) {
        reply(exchange, "", list(query(asked, "prefix")));
      } else {
        byte[] object = objects.get(key);
        reply(
            exchange, object == null ? "404 NoSuchKey" : "", object == null ? new byte[0] : object);
      }
    }
  }

  private synchronized boolean put(HttpExchange exchange, String key, byte[] body) {
    boolean onlyNew = "*".equals(exchange.getRequestHeaders().getFirst("If-None-Match"));
    if (onlyNew && objects.containsKey(key)) {
      return false;
    }
    objects.put(key, body);
    puts.add(key);
    return true;
  }

  private byte[] list(String prefix) {
    StringBuilder keys = new StringBuilder("<ListBucketResult>");
    objects
        .tailMap(prefix)
        .keySet()
        .forEach(
            key -> {
              if (key.startsWith(prefix)) {
                keys.append("<Contents><Key>").append(key).append("</Key></Contents>");
              }
            });
    return keys.append("</ListBucketResult>").toString().getBytes(StandardCharsets.UTF_8);
  }

  private static String query(URI asked, String name) {
    for (String part : asked.getRawQuery().split("&")) {
      if (part.startsWith(name + "=")) {
        return URLDecoder.decode(part.substring(name.length() + 1), StandardCharsets.UTF_8);
      }
    }
    return "";
  }

  private static void reply(HttpExchange exchange, String problem, byte[] body) throws IOException {
    if (!problem.isEmpty()) {
      refuse(exchange, problem);
      return;
    }
    exchange.sendResponseHeaders(200, body.length == 0 ? -1 : body.length);
    exchange.getResponseBody().write(body);
  }

  private static void refuse(HttpExchange exchange, String problem) throws IOException {
    String[] parts = problem.split(" ");
    byte[] error =
        ("<Error><Code>" + parts[1] + "</Code><Message>no</Message></Error>")
            .getBytes(StandardCharsets.UTF_8);
    exchange.sendResponseHeaders(Integer.parseInt(parts[0]), error.length);
    exchange.getResponseBody().write(error);
  }

  @Override
  public void close() {
    server.stop(0);
    threads.shutdownNow();
  }
}
