package dev.rlaif.trainer.serve;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/**
 * Clients as they are: patient ones, ones that leave, ones that read slowly, ones that send
 * nonsense. Every answer is compared with what the same question and seed was answered alone.
 *
 * <p>By hand, on a server that runs: {@code java -cp ... dev.rlaif.trainer.serve.Chaos PORT
 * REQUESTS AT_ONCE MODEL...}, from the test classes.
 */
public final class Chaos {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final int QUESTIONS = 24;
  private static final int TIMEOUT_MILLIS = 300_000;
  private static final List<String> TOPICS = List.of("rice", "beans", "Grüße 🥕", "soup", "bread");
  private static final List<String> NONSENSE =
      List.of(
          "",
          "{",
          "[]",
          "{\"messages\": 3}",
          "{\"messages\": [{\"role\": \"user\", \"content\": \"x\"}], \"n\": -1}",
          "{\"messages\": [{\"role\": \"user\", \"content\": \"x\"}], \"max_tokens\": 1e99}",
          "{\"messages\": [{\"role\": \"user\", \"content\": \"x\"}], \"temperature\": \"hot\"}",
          "{\"messages\": [{\"role\": \"user\", \"content\": \"x\"}], \"model\": \"gpt\"}",
          "{\"messages\": [{\"role\": \"user\", \"content\": \"\\ud800\"}]}",
          "\u0000\u0001\u0002",
          "{\"a\": ".repeat(2000));

  /** What a client does. */
  public enum Kind {
    WHOLE,
    STREAM,
    SLOW,
    LEAVES_STREAM,
    LEAVES_WHOLE,
    NONSENSE
  }

  /**
   * What became of the requests.
   *
   * @param wrong each with what was wrong
   */
  public record Outcome(Map<Kind, Integer> done, List<String> wrong) {}

  private final int port;
  private final List<String> models;
  private final List<String> expected = new ArrayList<>();

  private Chaos(int port, List<String> models) {
    this.port = port;
    this.models = models;
  }

  /** Asks each question alone, to learn what is right. */
  public static Chaos of(int port, List<String> models) throws IOException {
    Chaos chaos = new Chaos(port, models);
    for (int question = 0; question < QUESTIONS; question++) {
      chaos.expected.add(whole(chaos.exchange(chaos.request(question, false), 0)));
    }
    return chaos;
  }

  /** Sends requests of all kinds, so many at once. */
  public Outcome run(int requests, int atOnce, long seed) throws InterruptedException {
    ExecutorService clients = Executors.newFixedThreadPool(atOnce);
    Random random = new Random(seed);
    Map<Kind, Integer> done = new EnumMap<>(Kind.class);
    List<String> wrong = new ArrayList<>();
    try {
      List<Future<String>> ends = new ArrayList<>();
      for (int i = 0; i < requests; i++) {
        Kind kind = Kind.values()[random.nextInt(Kind.values().length)];
        int question = random.nextInt(QUESTIONS);
        done.merge(kind, 1, Integer::sum);
        ends.add(clients.submit(() -> one(kind, question)));
      }
      for (Future<String> end : ends) {
        String problem = problem(end);
        if (!problem.isEmpty()) {
          wrong.add(problem);
        }
      }
    } finally {
      clients.shutdownNow();
    }
    return new Outcome(done, wrong);
  }

  private static String problem(Future<String> end) throws InterruptedException {
    try {
      return end.get();
    } catch (ExecutionException e) {
      return String.valueOf(e.getCause());
    }
  }

  /** Empty if all went as it should. */
  private String one(Kind kind, int question) throws IOException {
    return switch (kind) {
      case WHOLE -> compare(question, whole(exchange(request(question, false), 0)));
      case STREAM -> compare(question, streamed(exchange(request(question, true), 0)));
      case SLOW -> compare(question, streamed(exchange(request(question, true), 4)));
      case LEAVES_STREAM -> leave(request(question, true), 1 + question % 3);
      case LEAVES_WHOLE -> leave(request(question, false), 0);
      case NONSENSE -> nonsense(question);
    };
  }

  private String compare(int question, String said) {
    return said.equals(expected.get(question))
        ? ""
        : "question " + question + ": '" + said + "', not '" + expected.get(question) + "'";
  }

  private String nonsense(int number) throws IOException {
    String body = NONSENSE.get(number % NONSENSE.size());
    String reply = exchange(body, 0);
    boolean refused = reply.startsWith("HTTP/1.1 4") && reply.contains("\"error\"");
    return refused ? "" : "nonsense " + body + " was answered with " + reply;
  }

  /** Reads a few lines, or none, and goes. */
  private String leave(String body, int lines) throws IOException {
    try (Socket socket = open(body)) {
      InputStream in = socket.getInputStream();
      for (int left = lines; left > 0; ) {
        int c = in.read();
        left -= c == '\n' || c < 0 ? 1 : 0;
      }
    }
    return "";
  }

  private String request(int question, boolean stream) {
    ObjectNode body =
        JSON.createObjectNode()
            .put("model", models.get(question % models.size()))
            .put("seed", question)
            .put("temperature", question % 4 == 0 ? 0 : 0.9)
            .put("top_p", question % 3 == 0 ? 0.8 : 1)
            .put("max_tokens", 8 + question)
            .put("stream", stream);
    body.putArray("messages")
        .addObject()
        .put("role", "user")
        .put(
            "content",
            "What about " + TOPICS.get(question % TOPICS.size()) + "? ".repeat(question));
    return body.toString();
  }

  /**
   * The whole response as text.
   *
   * @param pause milliseconds before each small part is read
   */
  private String exchange(String body, int pause) throws IOException {
    try (Socket socket = open(body)) {
      InputStream in = socket.getInputStream();
      var read = new ByteArrayOutputStream();
      byte[] part = new byte[pause > 0 ? 256 : 8192];
      for (int count = in.read(part); count >= 0; count = in.read(part)) {
        read.write(part, 0, count);
        pause(pause);
      }
      return read.toString(StandardCharsets.UTF_8);
    }
  }

  private static void pause(int millis) throws IOException {
    try {
      Thread.sleep(millis);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IOException("interrupted", e);
    }
  }

  private Socket open(String body) throws IOException {
    Socket socket = new Socket();
    socket.setReceiveBufferSize(4096);
    socket.setSoTimeout(TIMEOUT_MILLIS);
    socket.connect(new InetSocketAddress("127.0.0.1", port));
    byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
    String head =
        "POST /v1/chat/completions HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n"
            + "Content-Type: application/json\r\nContent-Length: "
            + bytes.length
            + "\r\n\r\n";
    socket.getOutputStream().write(head.getBytes(StandardCharsets.US_ASCII));
    socket.getOutputStream().write(bytes);
    socket.getOutputStream().flush();
    return socket;
  }

  private static String whole(String response) throws IOException {
    JsonNode reply = JSON.readTree(response.substring(response.indexOf("\r\n\r\n") + 4));
    return told(reply.at("/choices/0/message/content"), response);
  }

  private static String streamed(String response) throws IOException {
    if (!response.contains("data: [DONE]")) {
      return "a stream without an end: " + response;
    }
    var text = new StringBuilder();
    for (String line : response.lines().filter(line -> line.startsWith("data: {")).toList()) {
      text.append(JSON.readTree(line.substring(6)).at("/choices/0/delta/content").asText());
    }
    return text.toString();
  }

  private static String told(JsonNode content, String response) {
    return content.isTextual() ? content.asText() : "no answer: " + response;
  }

  /** PORT REQUESTS AT_ONCE MODEL... */
  public static void main(String[] arguments) throws IOException, InterruptedException {
    List<String> models = List.of(arguments).subList(3, arguments.length);
    Chaos chaos = Chaos.of(Integer.parseInt(arguments[0]), models);
    long start = System.nanoTime();
    Outcome outcome = chaos.run(Integer.parseInt(arguments[1]), Integer.parseInt(arguments[2]), 1);
    System.out.printf(
        "%s, %d wrong, %.0f s%n",
        outcome.done(), outcome.wrong().size(), (System.nanoTime() - start) / 1e9);
    outcome.wrong().forEach(System.out::println);
  }
}
