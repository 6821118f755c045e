package dev.rlaif.trainer.chat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A real server that scores answers and fails as real ones do. What becomes of a request follows
 * from the seed, the request and how often it came, so a run is the same whatever its threads do.
 */
public final class FaultyServer implements AutoCloseable {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final Pattern NUMBER = Pattern.compile("answer number (\\d+)");
  private static final int REPLY_TOKENS = 3;

  /** What goes wrong; {@code passing} faults are those that another attempt can mend. */
  public enum Fault {
    RATE_LIMITED(true),
    RATE_LIMITED_WITH_DELAY(true),
    ERROR(true),
    HANG(true),
    RESET(true),
    CUT_OFF(true),
    TRUNCATED_JSON(false),
    EMPTY_CHOICES(false),
    NAN(false),
    PROSE(false),
    HUGE(false);

    public final boolean passing;

    Fault(boolean passing) {
      this.passing = passing;
    }
  }

  /**
   * A request as it came.
   *
   * @param nanos of this machine's clock
   * @param tokens that were counted for it, 0 if it failed
   */
  public record Arrival(long nanos, int tokens) {}

  public final ConcurrentLinkedQueue<Arrival> arrivals = new ConcurrentLinkedQueue<>();
  public final Map<Fault, AtomicInteger> faults = new ConcurrentHashMap<>();
  public final AtomicInteger mostUnderWay = new AtomicInteger();

  private final AtomicInteger underWay = new AtomicInteger();
  private final Map<String, AtomicInteger> seen = new ConcurrentHashMap<>();
  private final ExecutorService threads = Executors.newCachedThreadPool();
  private final HttpServer server;
  private final long seed;
  private volatile double share;
  private final List<Fault> kinds;
  private final long latencyMillis;

  /**
   * Starts on a free port of this machine.
   *
   * @param share of requests that fail, 0 to 1
   * @param kinds of failure, all alike
   * @param latencyMillis of an answer
   */
  public FaultyServer(long seed, double share, List<Fault> kinds, long latencyMillis)
      throws IOException {
    this.seed = seed;
    this.share = share;
    this.kinds = List.copyOf(kinds);
    this.latencyMillis = latencyMillis;
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.createContext("/v1/chat/completions", this::handle);
    server.setExecutor(threads);
    server.start();
  }

  public String url() {
    return "http://127.0.0.1:" + server.getAddress().getPort() + "/v1";
  }

  /** No request fails from now on. */
  public void heal() {
    share = 0;
  }

  /** The score of an answer that holds the words {@code answer number N}. */
  public static double score(int number) {
    return 0.02 + 0.01 * (number % 97);
  }

  /** Questions that check an endpoint never fail. */
  private void handle(HttpExchange exchange) throws IOException {
    byte[] body = exchange.getRequestBody().readAllBytes();
    long now = System.nanoTime();
    mostUnderWay.accumulateAndGet(underWay.incrementAndGet(), Math::max);
    try {
      JsonNode messages = JSON.readTree(body).path("messages");
      String said = messages.path(messages.size() - 1).path("content").asText();
      Matcher number = NUMBER.matcher(said);
      boolean judged = number.find();
      int times = seen.computeIfAbsent(said, s -> new AtomicInteger()).incrementAndGet();
      var random = new SplittableRandom(seed ^ said.hashCode() * 31L + times);
      random.nextLong();
      if (judged && random.nextDouble() < share) {
        Fault fault = kinds.get(random.nextInt(kinds.size()));
        faults.computeIfAbsent(fault, f -> new AtomicInteger()).incrementAndGet();
        arrivals.add(new Arrival(now, fault.passing ? 0 : tokens(body)));
        fail(fault, exchange, body);
      } else {
        arrivals.add(new Arrival(now, tokens(body)));
        pause(latencyMillis);
        String text = judged ? "%.2f".formatted(score(Integer.parseInt(number.group(1)))) : "yes";
        send(exchange, 200, completion(text, body));
      }
    } finally {
      underWay.decrementAndGet();
    }
  }

  private static void fail(Fault fault, HttpExchange exchange, byte[] body) throws IOException {
    switch (fault) {
      case RATE_LIMITED -> send(exchange, 429, "{\"error\":\"slow down\"}");
      case RATE_LIMITED_WITH_DELAY -> {
        exchange.getResponseHeaders().add("Retry-After", "1");
        send(exchange, 429, "{\"error\":\"slow down\"}");
      }
      case ERROR -> send(exchange, 500, "oops");
      case HANG -> {
        pause(5_000);
        exchange.close();
      }
      case RESET -> exchange.close();
      case CUT_OFF -> {
        exchange.sendResponseHeaders(200, 10_000);
        exchange.getResponseBody().write("{\"choices\":[".getBytes(StandardCharsets.UTF_8));
        exchange.close();
      }
      case TRUNCATED_JSON -> send(exchange, 200, "{\"choices\":[{\"message\":{\"content\":\"0.");
      case EMPTY_CHOICES -> send(exchange, 200, "{\"choices\":[]}");
      case NAN -> send(exchange, 200, completion("NaN", body));
      case PROSE -> send(exchange, 200, completion("That is a lovely answer!", body));
      case HUGE -> send(exchange, 200, "0.99 ".repeat(2 << 20));
    }
  }

  private static int tokens(byte[] request) {
    return request.length / 4 + REPLY_TOKENS;
  }

  private static String completion(String text, byte[] request) {
    var root = JSON.createObjectNode().put("model", "faulty");
    var choice = root.putArray("choices").addObject().put("finish_reason", "stop");
    choice.putObject("message").put("role", "assistant").put("content", text);
    root.putObject("usage")
        .put("prompt_tokens", request.length / 4)
        .put("completion_tokens", REPLY_TOKENS);
    return root.toString();
  }

  private static void send(HttpExchange exchange, int status, String text) throws IOException {
    byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
    exchange.sendResponseHeaders(status, bytes.length);
    exchange.getResponseBody().write(bytes);
    exchange.close();
  }

  private static void pause(long millis) {
    try {
      Thread.sleep(millis);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  @Override
  public void close() {
    server.stop(0);
    threads.shutdownNow();
  }

  /** A server in a process of its own, until its input ends: latency in milliseconds. */
  public static void main(String[] args) throws IOException {
    try (var server = new FaultyServer(1, 0, List.of(), Long.parseLong(args[0]))) {
      System.out.println(server.url());
      while (System.in.read() >= 0) {
        continue;
      }
    }
  }
}
