package dev.rlaif.trainer.serve;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import dev.rlaif.trainer.stage.StageFailure;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import okhttp3.Call;
import okhttp3.Callback;
import okhttp3.Response;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class ServerLifeTest extends ServedTest {
  private static final String RUNNING = "rlaif_serve_num_requests_running";

  @Test
  void aRequestJoinsTheAnswersInTheMaking() throws Exception {
    FakeEngine engine = FakeEngine.saying("x".repeat(30));
    engine.steps.drainPermits();
    ChatServer server = serve(engine);
    CompletableFuture<JsonNode> first = later(server, "{" + ASK + "}");
    await(() -> metric(server, RUNNING) == 1);
    engine.steps.release(3);
    await(() -> engine.tokens.get() == 3);
    CompletableFuture<JsonNode> second =
        later(server, "{" + ASK + ",'model':'veggie-base','temperature':0.5,'max_tokens':4}");
    await(() -> metric(server, "rlaif_serve_num_requests_waiting") == 1);
    engine.steps.release(7);
    assertThat(second.join().at("/choices/0/finish_reason").asText()).isEqualTo("length");
    assertThat(first).isNotDone();
    engine.steps.release(100);
    assertThat(first.join().at("/choices/0/message/content").asText()).hasSize(30);
    assertThat(engine.sizes).contains(1, 2);
    assertThat(engine.requests.get(1).temperature()).isEqualTo(0.5);
  }

  @Test
  void aFullQueueAnswers429() throws Exception {
    FakeEngine engine = FakeEngine.saying("x");
    engine.steps.drainPermits();
    ChatServer server = serve(engine);
    CompletableFuture<JsonNode> running = later(server, "{" + ASK + ",'n':8}");
    await(() -> metric(server, RUNNING) == 8);
    CompletableFuture<JsonNode> waiting = later(server, "{" + ASK + ",'n':8}");
    await(() -> metric(server, "rlaif_serve_num_requests_waiting") == 8);

    try (Response response = post(server, "/v1/chat/completions", "{" + ASK + "}")) {
      assertThat(response.code()).isEqualTo(429);
      assertThat(Integer.parseInt(String.valueOf(response.header("Retry-After")))).isPositive();
      assertThat(JSON.readTree(response.body().string()).at("/error/type").asText())
          .isEqualTo("rate_limit_error");
    }
    engine.steps.release(100);
    assertThat(running.join().at("/choices")).hasSize(8);
    assertThat(waiting.join().at("/choices")).hasSize(8);
  }

  @Test
  void aClientThatLeavesWithoutAStreamIsNotGeneratedForEither() throws Exception {
    FakeEngine engine = FakeEngine.saying("x".repeat(400));
    engine.steps.drainPermits();
    ChatServer server = serve(engine);
    Call call =
        client.newCall(
            request(server, "/v1/chat/completions")
                .post(json("{" + ASK + ",'max_tokens':400}"))
                .build());
    call.enqueue(new Ignored());
    await(() -> metric(server, RUNNING) == 1);
    call.cancel();
    await(() -> metric(server, "rlaif_serve_requests_cancelled_total") == 1);
    engine.steps.release(1000);
    await(() -> metric(server, RUNNING) == 0);
    assertThat(engine.tokens.get()).isLessThan(20);
  }

  @Test
  void aSlowReaderHoldsUpNobodyAndGetsAllOfIt() throws Exception {
    // far more than sockets hold
    String words = "0123456789".repeat(40);
    FakeEngine engine = FakeEngine.saying(words);
    ServeSettings patient =
        settings()
            .withTimes(
                new ServeTimes(
                    Duration.ofMinutes(1),
                    Duration.ofSeconds(9),
                    Duration.ofMinutes(1),
                    Duration.ofSeconds(1)));
    ChatServer server = serve(patient, engine);
    String body = "{" + ASK + ",'stream':true,'n':8,'max_tokens':400}";
    try (Response slow = post(server, "/v1/chat/completions", body)) {
      await(() -> metric(server, RUNNING) == 0);
      assertThat(answer(server, "{" + ASK + ",'max_tokens':1}").at("/choices")).hasSize(1);
      String all = slow.body().string();
      assertThat(all).endsWith("data: [DONE]\n\n");
      var said = new StringBuilder();
      for (String line : all.lines().filter(line -> line.startsWith("data: {")).toList()) {
        JsonNode choice = JSON.readTree(line.substring(6)).at("/choices/0");
        if (choice.at("/index").asInt() == 7) {
          said.append(choice.at("/delta/content").asText());
        }
      }
      assertThat(said).hasToString(words);
    }
  }

  @Test
  void aClientThatLeavesIsNotGeneratedForAnyMore() throws Exception {
    FakeEngine engine = FakeEngine.saying("x".repeat(400));
    engine.steps.drainPermits();
    ChatServer server = serve(engine);
    Call call =
        client.newCall(
            request(server, "/v1/chat/completions")
                .post(json("{" + ASK + ",'stream':true,'max_tokens':400}"))
                .build());
    try (Response response = call.execute()) {
      response.body().source().readUtf8Line();
      engine.steps.release(2);
      call.cancel();
    }
    await(() -> metric(server, "rlaif_serve_requests_cancelled_total") == 1);
    engine.steps.release(1000);
    assertThat(answer(server, "{" + ASK + ",'max_tokens':1}").at("/choices")).hasSize(1);
    assertThat(engine.tokens.get()).isLessThan(20);
  }

  @Test
  void anEngineThatFailsIsA500AndAnErrorEvent() throws Exception {
    ChatServer server =
        serve(
            new FakeEngine(
                request -> {
                  throw new IllegalStateException("secret detail");
                }));
    try (Response response = post(server, "/v1/chat/completions", "{" + ASK + "}")) {
      assertThat(response.code()).isEqualTo(500);
      assertThat(response.body().string()).contains("server_error").doesNotContain("secret");
    }
    List<String> events = events(server, "{" + ASK + ",'stream':true}");
    assertThat(events.get(events.size() - 1)).contains("server_error");
    assertThat(healthy(server)).isTrue();
  }

  @Test
  void anEngineThatIsLostIsUnhealthy() throws Exception {
    ChatServer server =
        serve(
            new FakeEngine(
                request -> {
                  throw new UnsatisfiedLinkError("engine gone");
                }));
    try (Response response = post(server, "/v1/chat/completions", "{" + ASK + "}")) {
      assertThat(response.code()).isEqualTo(500);
    }
    await(() -> !healthy(server));
    try (Response response = post(server, "/v1/chat/completions", "{" + ASK + "}")) {
      assertThat(response.code()).isEqualTo(503);
    }
  }

  @Test
  void stoppingLetsRunningAnswersEnd() throws Exception {
    FakeEngine engine = FakeEngine.saying("done");
    engine.steps.drainPermits();
    ChatServer server = serve(settings(Duration.ofMinutes(1)), engine);
    CompletableFuture<JsonNode> running = later(server, "{" + ASK + "}");
    await(() -> metric(server, RUNNING) == 1);
    CompletableFuture<Void> stopped = CompletableFuture.runAsync(server::close);
    await(() -> refuses(server));
    engine.steps.release(100);
    assertThat(running.join().at("/choices/0/message/content").asText()).isEqualTo("done");
    stopped.join();
  }

  @Test
  void aServerThatDrainsSaysSoAndAnswersAllTheSame() throws Exception {
    ChatServer server = serve(FakeEngine.saying("done"));
    assertThat(code(server, "/readyz")).isEqualTo(200);
    server.drain();
    assertThat(code(server, "/readyz")).isEqualTo(503);
    assertThat(code(server, "/healthz")).isEqualTo(200);
    assertThat(answer(server, "{" + ASK + "}").at("/choices")).hasSize(1);
  }

  private int code(ChatServer server, String path) throws IOException {
    try (Response response = client.newCall(request(server, path).build()).execute()) {
      return response.code();
    }
  }

  @Test
  void answersAreNotWaitedForLongerThanTheGracePeriod() throws Exception {
    FakeEngine engine = FakeEngine.saying("never");
    engine.steps.drainPermits();
    ChatServer server = serve(engine);
    CompletableFuture<Integer> status =
        CompletableFuture.supplyAsync(
            () -> {
              try {
                return status(server, json("{" + ASK + "}"));
              } catch (IOException e) {
                throw new IllegalStateException(e);
              }
            });
    await(() -> metric(server, RUNNING) == 1);
    server.close();
    assertThat(status.join()).isEqualTo(503);
    engine.steps.release(100);
  }

  @Test
  void metricsCountRequestsAndTokens() throws Exception {
    ChatServer server = serve(FakeEngine.saying("four"));
    answer(server, "{" + ASK + "}");
    error(server, "{" + ASK + ",'n':0}");
    String page = scrape(server);
    assertThat(page)
        .contains("rlaif_serve_requests_total{endpoint=\"chat\",status=\"200\"} 1.0")
        .contains("rlaif_serve_requests_total{endpoint=\"chat\",status=\"400\"} 1.0")
        .contains("rlaif_serve_generation_tokens_total{model_name=\"veggie\"} 5.0")
        .contains("rlaif_serve_prompt_tokens_total{model_name=\"veggie\"} 9.0")
        .contains("rlaif_serve_prefix_cache_queries_total{model_name=\"veggie\"} 9.0")
        .contains("rlaif_serve_prefix_cache_hits_total{model_name=\"veggie\"} 2.0")
        .contains("rlaif_serve_time_to_first_token_seconds_count{model_name=\"veggie\"} 1")
        .contains("rlaif_serve_e2e_request_latency_seconds_count{model_name=\"veggie\"} 1")
        .contains("rlaif_serve_inter_token_latency_seconds_count 4")
        .contains("rlaif_serve_request_queue_time_seconds_count 1");
  }

  @Test
  void aTakenPortSaysSo() {
    ChatServer server = serve(FakeEngine.saying("x"));
    ServeSettings taken = ServeSettings.local(server.port());
    assertThatThrownBy(() -> ChatServer.start(FakeEngine.saying("x"), MODELS, taken))
        .isInstanceOf(StageFailure.class)
        .hasMessageContaining("port " + server.port());
  }

  @Test
  void localSettingsListenOnLoopback() {
    assertThat(ServeSettings.local(8000).host()).isEqualTo("127.0.0.1");
    assertThat(ServeSettings.local(8000).withHost("0.0.0.0").port()).isEqualTo(8000);
  }

  private String scrape(ChatServer server) throws IOException {
    try (Response response = client.newCall(request(server, "/metrics").build()).execute()) {
      return response.body().string();
    }
  }

  private static final class Ignored implements Callback {
    @Override
    public void onFailure(Call call, IOException e) {}

    @Override
    public void onResponse(Call call, Response response) {
      response.close();
    }
  }
}
