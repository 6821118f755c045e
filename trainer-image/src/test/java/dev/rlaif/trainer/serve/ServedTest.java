package dev.rlaif.trainer.serve;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.rlaif.trainer.rollout.LiveRequest;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import okhttp3.MediaType;
import okhttp3.OkHttpClient;
import okhttp3.Request;
import okhttp3.RequestBody;
import okhttp3.Response;
import okio.BufferedSink;
import org.junit.jupiter.api.AfterEach;

/** A server with a fake engine, and a client that asks it. */
abstract class ServedTest {
  static final ObjectMapper JSON = new ObjectMapper();
  static final MediaType JSON_TYPE = MediaType.get("application/json");
  static final List<ServedModel> MODELS =
      List.of(new ServedModel("veggie", 0), new ServedModel("veggie-base", LiveRequest.BASE));
  static final String ASK = "'messages':[{'role':'user','content':'Hi'}]";

  final OkHttpClient client = new OkHttpClient.Builder().readTimeout(30, TimeUnit.SECONDS).build();
  final List<ChatServer> servers = new ArrayList<>();

  @AfterEach
  void stop() {
    servers.forEach(ChatServer::close);
    client.dispatcher().executorService().shutdown();
    client.connectionPool().evictAll();
  }

  static ServeSettings settings() {
    return settings(Duration.ofSeconds(2));
  }

  static ServeSettings settings(Duration stopGrace) {
    return ServeSettings.local(0)
        .withLimits(new ServeLimits(8, 8, 64, 200_000, 64, 400, 8, 0))
        .withTimes(
            new ServeTimes(
                Duration.ofMillis(50), Duration.ofSeconds(2), Duration.ofSeconds(1), stopGrace));
  }

  final ChatServer serve(FakeEngine engine) {
    return serve(settings(), engine);
  }

  final ChatServer serve(ServeSettings settings, FakeEngine engine) {
    var server = ChatServer.start(engine, MODELS, settings);
    servers.add(server);
    return server;
  }

  static RequestBody json(String body) {
    return RequestBody.create(body.replace('\'', '"'), JSON_TYPE);
  }

  static RequestBody chunked(byte[] body) {
    return new RequestBody() {
      @Override
      public MediaType contentType() {
        return JSON_TYPE;
      }

      @Override
      public void writeTo(BufferedSink sink) throws IOException {
        sink.write(body);
      }
    };
  }

  static Request.Builder request(ChatServer server, String path) {
    return new Request.Builder().url("http://127.0.0.1:" + server.port() + path);
  }

  final Response post(ChatServer server, String path, String body) throws IOException {
    return client.newCall(request(server, path).post(json(body)).build()).execute();
  }

  final JsonNode answer(ChatServer server, String body) throws IOException {
    try (Response response = post(server, "/v1/chat/completions", body)) {
      String text = response.body().string();
      assertThat(response.code()).as(text).isEqualTo(200);
      return JSON.readTree(text);
    }
  }

  final JsonNode error(ChatServer server, String body) throws IOException {
    try (Response response = post(server, "/v1/chat/completions", body)) {
      assertThat(response.code()).isEqualTo(400);
      return JSON.readTree(response.body().string()).at("/error");
    }
  }

  final int status(ChatServer server, RequestBody body) throws IOException {
    try (Response response =
        client.newCall(request(server, "/v1/chat/completions").post(body).build()).execute()) {
      return response.code();
    }
  }

  final CompletableFuture<JsonNode> later(ChatServer server, String body) {
    return CompletableFuture.supplyAsync(
        () -> {
          try {
            return answer(server, body);
          } catch (IOException e) {
            throw new IllegalStateException(e);
          }
        },
        client.dispatcher().executorService());
  }

  final List<String> events(ChatServer server, String body) throws IOException {
    try (Response response = post(server, "/v1/chat/completions", body)) {
      assertThat(response.header("Content-Type")).startsWith("text/event-stream");
      return response
          .body()
          .string()
          .lines()
          .filter(line -> line.startsWith("data: "))
          .map(line -> line.substring(6))
          .toList();
    }
  }

  static String streamed(List<String> events) throws IOException {
    var text = new StringBuilder();
    for (String event : events) {
      if (event.startsWith("{")) {
        text.append(JSON.readTree(event).at("/choices/0/delta/content").asText());
      }
    }
    return text.toString();
  }

  final JsonNode get(ChatServer server, String path) throws IOException {
    try (Response response = client.newCall(request(server, path).build()).execute()) {
      return JSON.readTree(response.body().string());
    }
  }

  final boolean healthy(ChatServer server) {
    try (Response response = client.newCall(request(server, "/healthz").build()).execute()) {
      return response.code() == 200;
    } catch (IOException e) {
      throw new IllegalStateException(e);
    }
  }

  final boolean refuses(ChatServer server) {
    try {
      return status(server, json("{" + ASK + ",'max_tokens':1}")) == 503;
    } catch (IOException e) {
      return true;
    }
  }

  final double metric(ChatServer server, String name) {
    try (Response response = client.newCall(request(server, "/metrics").build()).execute()) {
      return response
          .body()
          .string()
          .lines()
          .filter(line -> line.startsWith(name + " ") || line.startsWith(name + "{"))
          .mapToDouble(line -> Double.parseDouble(line.substring(line.lastIndexOf(' ') + 1)))
          .sum();
    } catch (IOException e) {
      throw new IllegalStateException(e);
    }
  }

  static void await(BooleanSupplier condition) throws InterruptedException {
    for (int i = 0; i < 2400 && !condition.getAsBoolean(); i++) {
      Thread.sleep(25);
    }
    assertThat(condition.getAsBoolean()).isTrue();
  }
}
