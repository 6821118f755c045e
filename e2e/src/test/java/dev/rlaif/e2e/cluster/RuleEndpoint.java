package dev.rlaif.e2e.cluster;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Executors;
import java.util.regex.Pattern;

/**
 * A judge that speaks the OpenAI API and follows a rule: an answer with a word of a list has the
 * score 0.01, any other 0.99. It runs in a pod of the trainer's image, which has a Java runtime and
 * nothing of the tests, so it is one class that needs no other.
 */
final class RuleEndpoint {
  private static final String REPLY =
      "{\"id\": \"1\", \"object\": \"chat.completion\", \"created\": 0, \"model\": \"rule\","
          + " \"choices\": [{\"index\": 0, \"finish_reason\": \"stop\","
          + " \"message\": {\"role\": \"assistant\", \"content\": \"%s\"}}],"
          + " \"usage\": {\"prompt_tokens\": 1, \"completion_tokens\": 1, \"total_tokens\": 2}}";

  private RuleEndpoint() {}

  /**
   * @param arguments the port, a file with a bad word a line, and the text between two of which the
   *     answer stands
   */
  public static void main(String[] arguments) throws IOException {
    Pattern bad = words(Files.readAllLines(Path.of(arguments[1])));
    HttpServer server = HttpServer.create(new InetSocketAddress(Integer.parseInt(arguments[0])), 0);
    server.createContext("/v1/", exchange -> answer(exchange, bad, arguments[2]));
    server.setExecutor(Executors.newFixedThreadPool(4));
    server.start();
  }

  private static Pattern words(List<String> words) {
    List<String> quoted = words.stream().filter(w -> !w.isBlank()).map(Pattern::quote).toList();
    return Pattern.compile("\\b(" + String.join("|", quoted) + ")\\b");
  }

  private static void answer(HttpExchange exchange, Pattern bad, String mark) throws IOException {
    String body = new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
    int end = body.lastIndexOf(mark);
    int begin = body.lastIndexOf(mark, end - 1);
    String judged = body.substring(Math.max(begin, 0), Math.max(end, 0)).toLowerCase(Locale.ROOT);
    String score = bad.matcher(judged).find() ? "0.01" : "0.99";
    byte[] reply = String.format(REPLY, score).getBytes(StandardCharsets.UTF_8);
    exchange.getResponseHeaders().add("Content-Type", "application/json");
    exchange.sendResponseHeaders(200, reply.length);
    exchange.getResponseBody().write(reply);
    exchange.close();
  }
}
