package dev.rlaif.trainer.serve;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import dev.rlaif.trainer.rollout.Sampling;
import dev.rlaif.trainer.stage.StageFailure;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import okhttp3.Call;
import okhttp3.Response;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class ServerLifeTest extends ServedTest {

  @Test
  void requestsThatWaitTogetherAreOneBatch() throws Exception {
    FakeEngine engine = FakeEngine.saying("x");
    engine.permits.drainPermits();
    ChatServer server = serve(engine);
    List<CompletableFuture<JsonNode>> replies = new ArrayList<>();
    replies.add(later(server, "{" + ASK + "}"));
    await(() -> metric(server, "rlaif_serve_batch_rows_count") == 1);
    replies.add(later(server, "{" + ASK + ",'max_tokens':9}"));
    replies.add(later(server, "{" + ASK + ",'temperature':0.5}"));
    replies.add(later(server, "{" + ASK + ",'max_tokens':3}"));
    replies.add(later(server, "{" + ASK + ",'n':2}"));
    await(() -> metric(server, "rlaif_serve_queue_rows") == 5);
    engine.permits.release(100);

    CompletableFuture.allOf(replies.toArray(CompletableFuture[]::new)).join();

    assertThat(engine.batches).hasSize(3).containsExactlyInAnyOrder(1, 4, 1);
    assertThat(engine.samplings).contains(new Sampling(0.5, 1, 0, 0, 64));
  }

  @Test
  void aFullQueueAnswers429() throws Exception {
    FakeEngine engine = FakeEngine.saying("x");
    engine.permits.drainPermits();
    ChatServer server = serve(engine);
    CompletableFuture<JsonNode> running = later(server, "{" + ASK + "}");
    await(() -> metric(server, "rlaif_serve_batch_rows_count") == 1);
    CompletableFuture<JsonNode> waiting = later(server, "{" + ASK + ",'n':8}");
    await(() -> metric(server, "rlaif_serve_queue_rows") == 8);

    try (Response response = post(server, "/v1/chat/completions", "{" + ASK + "}")) {
      assertThat(response.code()).isEqualTo(429);
      assertThat(Integer.parseInt(String.valueOf(response.header("Retry-After")))).isPositive();
      assertThat(JSON.readTree(response.body().string()).at("/error/type").asText())
          .isEqualTo("rate_limit_error");
    }
    engine.permits.release(100);
    assertThat(running.join().at("/choices")).hasSize(1);
    assertThat(waiting.join().at("/choices")).hasSize(8);
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
    await(() -> metric(server, "rlaif_serve_cancelled_total") == 1);
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
    ChatServer server = serve(settings(Duration.ofMinutes(1)), engine, engine);
    CompletableFuture<JsonNode> running = later(server, "{" + ASK + "}");
    await(() -> metric(server, "rlaif_serve_batch_rows_count") == 1);
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
    await(() -> metric(server, "rlaif_serve_batch_rows_count") == 1);
    server.close();
    assertThat(status.join()).isEqualTo(503);
    engine.steps.release(100);
  }

  @Test
  void metricsCountRequestsAndTokens() throws Exception {
    ChatServer server = serve(FakeEngine.saying("four"));
    answer(server, "{" + ASK + "}");
    error(server, "{" + ASK + ",'n':0}");
    String chat = "rlaif_serve_requests_total{endpoint=\"chat\",status=";
    assertThat(metric(server, chat + "\"200\"}")).isEqualTo(1);
    assertThat(metric(server, chat + "\"400\"}")).isEqualTo(1);
    assertThat(metric(server, "rlaif_serve_tokens_total{kind=\"completion\"}")).isEqualTo(5);
    assertThat(metric(server, "rlaif_serve_tokens_total{kind=\"prompt\"}")).isEqualTo(9);
    assertThat(metric(server, "rlaif_serve_first_token_seconds_count")).isEqualTo(1);
    assertThat(metric(server, "rlaif_serve_request_duration_seconds_count")).isEqualTo(1);
  }

  @Test
  void aTakenPortSaysSo() {
    ChatServer server = serve(FakeEngine.saying("x"));
    var model = new ServedModel("veggie", FakeEngine.saying("x"));
    assertThatThrownBy(() -> ChatServer.start(List.of(model), ServeSettings.local(server.port())))
        .isInstanceOf(StageFailure.class)
        .hasMessageContaining("port " + server.port());
  }

  @Test
  void localSettingsListenOnLoopback() {
    assertThat(ServeSettings.local(8000).host()).isEqualTo("127.0.0.1");
    assertThat(ServeSettings.local(8000).withHost("0.0.0.0").port()).isEqualTo(8000);
  }
}
