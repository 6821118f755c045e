package dev.rlaif.trainer.rollout.vllm;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.rlaif.trainer.rollout.Completion;
import dev.rlaif.trainer.rollout.GenerationRequest;
import dev.rlaif.trainer.rollout.Sampling;
import dev.rlaif.trainer.stage.StageFailure;
import java.io.IOException;
import java.net.Proxy;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import okhttp3.ConnectionPool;
import okhttp3.MediaType;
import okhttp3.OkHttpClient;
import okhttp3.Request;
import okhttp3.RequestBody;
import okhttp3.Response;

/**
 * One replica of vLLM. It is spoken to by itself, as a Service in front of several would bring an
 * adapter to one of them.
 */
final class VllmServer implements AutoCloseable {
  private static final MediaType TYPE = MediaType.get("application/json");
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final int QUOTED_LENGTH = 400;
  private static final String HOW_TO_START =
      "; start it with --enable-lora --max-loras 2 --max-lora-rank RANK and"
          + " VLLM_ALLOW_RUNTIME_LORA_UPDATING=1";

  private final String url;
  private final OkHttpClient http;

  private record Reply(int status, String text) {

    String quoted() {
      String line = text.strip().replaceAll("\\s+", " ");
      return status
          + ": "
          + (line.length() <= QUOTED_LENGTH ? line : line.substring(0, QUOTED_LENGTH) + "...");
    }
  }

  /**
   * @param url base of the API, such as {@code http://HOST:8000/v1}
   * @param concurrency most requests at once
   */
  VllmServer(String url, int concurrency) {
    this.url = url.endsWith("/") ? url.substring(0, url.length() - 1) : url;
    this.http =
        new OkHttpClient.Builder()
            .followRedirects(false)
            .proxy(Proxy.NO_PROXY)
            .connectionPool(new ConnectionPool(concurrency, 30, TimeUnit.SECONDS))
            .connectTimeout(10, TimeUnit.SECONDS)
            // a long answer that waits for its turn sends nothing for a long time
            .readTimeout(10, TimeUnit.MINUTES)
            .build();
  }

  String url() {
    return url;
  }

  /** Names that it answers to: its model's, and those of adapters. */
  List<String> models() throws Unavailable {
    Reply reply = send(new Request.Builder().url(url + "/models"));
    requireWell(reply);
    List<String> names = new ArrayList<>();
    read(reply).path("data").forEach(model -> names.add(model.path("id").asText()));
    return names;
  }

  /**
   * Gives it an adapter; one that it has already is left as it is, as a name is never used twice.
   *
   * @param folder as the server sees it
   * @throws StageFailure if it refuses
   */
  void load(String name, String folder) throws Unavailable {
    Reply reply = post("/load_lora_adapter", bytes(Map.of("lora_name", name, "lora_path", folder)));
    if (reply.status == 200 || reply.text.contains("has already been loaded")) {
      return;
    }
    throw StageFailure.wrong(
        "%s did not load the adapter in its folder %s (it said %s)%s"
            .formatted(url, folder, reply.quoted(), HOW_TO_START));
  }

  /** Takes an adapter away; one that is not there is gone already. */
  void unload(String name) throws Unavailable {
    post("/unload_lora_adapter", bytes(Map.of("lora_name", name)));
  }

  /** One answer. */
  Completion complete(String adapter, GenerationRequest request, Sampling sampling, Stops stops)
      throws Unavailable, AdapterMissing {
    Reply reply = post("/completions", CompletionJson.request(adapter, request, sampling, stops));
    if (reply.status == 404 && reply.text.contains(adapter)) {
      throw new AdapterMissing(url + " has no adapter " + adapter);
    }
    if (reply.status != 200) {
      throw StageFailure.wrong(url + " refused a request (it said " + reply.quoted() + ")");
    }
    return CompletionJson.completion(url, request, read(reply));
  }

  private Reply post(String path, byte[] body) throws Unavailable {
    Reply reply = send(new Request.Builder().url(url + path).post(RequestBody.create(body, TYPE)));
    boolean isLoading = path.equals("/load_lora_adapter");
    if (!isLoading || reply.status == 503) {
      requireWell(reply);
    }
    return reply;
  }

  private void requireWell(Reply reply) throws Unavailable {
    if (reply.status >= 500 || reply.status == 429) {
      throw new Unavailable(url + " said " + reply.quoted());
    }
  }

  private Reply send(Request.Builder request) throws Unavailable {
    try (Response response = http.newCall(request.build()).execute()) {
      return new Reply(response.code(), response.body().string());
    } catch (IOException e) {
      throw new Unavailable(url + " cannot be reached: " + e);
    }
  }

  private JsonNode read(Reply reply) throws Unavailable {
    try {
      return JSON.readTree(reply.text);
    } catch (IOException e) {
      throw new Unavailable(url + " sent no JSON but " + reply.quoted());
    }
  }

  private static byte[] bytes(Map<String, String> body) {
    try {
      return JSON.writeValueAsBytes(body);
    } catch (IOException e) {
      throw new IllegalStateException(e);
    }
  }

  /** Requests that are under way end as unavailable. */
  @Override
  public void close() {
    http.dispatcher().cancelAll();
    http.connectionPool().evictAll();
  }
}
