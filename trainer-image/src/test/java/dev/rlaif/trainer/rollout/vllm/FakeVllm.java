package dev.rlaif.trainer.rollout.vllm;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/**
 * Speaks as vLLM does, refuses what is not exactly as it shall be, and misbehaves as it is told.
 */
final class FakeVllm implements AutoCloseable {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final Set<String> FIELDS =
      Set.of(
          "model",
          "prompt",
          "max_tokens",
          "min_tokens",
          "temperature",
          "top_p",
          "top_k",
          "min_p",
          "repetition_penalty",
          "seed",
          "n",
          "stream",
          "logprobs",
          "return_token_ids",
          "ignore_eos",
          "include_stop_str_in_output",
          "skip_special_tokens",
          "stop_token_ids",
          "stop");

  /** Adapters that it has, each with its logits. */
  final Map<String, float[]> adapters = new ConcurrentHashMap<>();

  /** What it did: {@code load NAME}, {@code answer NAME}, {@code unload NAME}. */
  final List<String> did = new CopyOnWriteArrayList<>();

  /** Next replies are 503 so often. */
  volatile int away;

  /** Adapters change nothing. */
  volatile boolean isDeaf;

  volatile boolean sendsIds = true;

  private final HttpServer server;
  private final ExecutorService threads = Executors.newCachedThreadPool();

  private interface Handler {
    Reply reply(JsonNode request) throws IOException;
  }

  private record Reply(int status, String text) {}

  FakeVllm() throws IOException {
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    handle("/v1/models", request -> models());
    handle("/v1/load_lora_adapter", this::load);
    handle("/v1/unload_lora_adapter", this::unload);
    handle("/v1/completions", this::complete);
    server.setExecutor(threads);
    server.start();
  }

  String url() {
    return "http://127.0.0.1:" + server.getAddress().getPort() + "/v1";
  }

  /** As a pod that comes back: it knows no adapters any more. */
  void startAnew() {
    adapters.clear();
  }

  private synchronized boolean isAway() {
    return away > 0 && away-- > 0;
  }

  private Reply models() {
    ObjectNode body = JSON.createObjectNode();
    var data = body.putArray("data");
    data.addObject().put("id", "base");
    new TreeSet<>(adapters.keySet()).forEach(name -> data.addObject().put("id", name));
    return new Reply(200, body.toString());
  }

  private Reply load(JsonNode request) throws IOException {
    String name = request.path("lora_name").asText();
    if (adapters.containsKey(name)) {
      return error(400, "The lora adapter '" + name + "' has already been loaded.");
    }
    float[] logits = UnigramPolicy.read(Path.of(request.path("lora_path").asText()));
    did.add("load " + name);
    adapters.put(name, isDeaf ? new float[UnigramPolicy.TOKENS] : logits);
    return new Reply(200, "Success: LoRA adapter '" + name + "' added successfully.");
  }

  private Reply unload(JsonNode request) {
    String name = request.path("lora_name").asText();
    did.add("unload " + name);
    return adapters.remove(name) == null
        ? error(404, "The lora adapter '" + name + "' cannot be found.")
        : new Reply(200, "Success");
  }

  private Reply complete(JsonNode request) {
    Set<String> fields = new TreeSet<>();
    request.fieldNames().forEachRemaining(fields::add);
    if (!fields.equals(new TreeSet<>(FIELDS))
        || !request.path("ignore_eos").asBoolean()
        || request.path("top_p").asDouble() != 1
        || request.path("top_k").asInt() != 0) {
      return error(400, "not as it shall be: " + request);
    }
    String name = request.path("model").asText();
    float[] logits = adapters.get(name);
    if (logits == null) {
      return error(404, "The model `" + name + "` does not exist.");
    }
    did.add("answer " + name);
    ObjectNode body = JSON.createObjectNode();
    answer(request, logits, body.putArray("choices").addObject());
    return new Reply(200, body.toString());
  }

  private void answer(JsonNode request, float[] logits, ObjectNode choice) {
    SplittableRandom random = new SplittableRandom(request.path("seed").asLong());
    var ids = JSON.createArrayNode();
    var logProbs = choice.putObject("logprobs").putArray("token_logprobs");
    String finish = "length";
    while (ids.size() < request.path("max_tokens").asInt()) {
      int id = random.nextInt(UnigramPolicy.TOKENS);
      ids.add(id);
      logProbs.add(UnigramPolicy.logProb(logits, id));
      if (holds(request.path("stop_token_ids"), id)) {
        finish = "stop";
        break;
      }
    }
    choice.put("finish_reason", finish);
    choice.set("prompt_token_ids", request.path("prompt"));
    if (sendsIds) {
      choice.set("token_ids", ids);
    }
  }

  private static boolean holds(JsonNode ids, int id) {
    for (JsonNode one : ids) {
      if (one.asInt() == id) {
        return true;
      }
    }
    return false;
  }

  private static Reply error(int status, String message) {
    ObjectNode body = JSON.createObjectNode();
    body.putObject("error").put("message", message).put("code", status);
    return new Reply(status, body.toString());
  }

  private void handle(String path, Handler handler) {
    server.createContext(
        path,
        exchange -> {
          byte[] body = exchange.getRequestBody().readAllBytes();
          Reply reply =
              isAway()
                  ? error(503, "starting")
                  : handler.reply(body.length == 0 ? JSON.createObjectNode() : JSON.readTree(body));
          send(exchange, reply);
        });
  }

  private static void send(HttpExchange exchange, Reply reply) throws IOException {
    byte[] bytes = reply.text.getBytes(StandardCharsets.UTF_8);
    exchange.sendResponseHeaders(reply.status, bytes.length);
    exchange.getResponseBody().write(bytes);
    exchange.close();
  }

  @Override
  public void close() {
    server.stop(0);
    threads.shutdownNow();
  }
}
