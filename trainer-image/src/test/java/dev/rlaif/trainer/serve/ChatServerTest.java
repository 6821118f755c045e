package dev.rlaif.trainer.serve;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.rlaif.trainer.rollout.Sampling;
import dev.rlaif.trainer.stage.StageFailure;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import okhttp3.Call;
import okhttp3.MediaType;
import okhttp3.OkHttpClient;
import okhttp3.Request;
import okhttp3.RequestBody;
import okhttp3.Response;
import okio.BufferedSink;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@Timeout(60)
class ChatServerTest {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final MediaType JSON_TYPE = MediaType.get("application/json");
  private static final String ASK = "'messages':[{'role':'user','content':'Hi'}]";

  private final OkHttpClient client =
      new OkHttpClient.Builder().readTimeout(30, TimeUnit.SECONDS).build();
  private final List<ChatServer> servers = new ArrayList<>();

  @AfterEach
  void stop() {
    servers.forEach(ChatServer::close);
    client.dispatcher().executorService().shutdown();
    client.connectionPool().evictAll();
  }

  @Test
  void answersAChat() throws Exception {
    FakeEngine engine = FakeEngine.saying("Lentils.");
    JsonNode reply = answer(serve(engine), "{" + ASK + ",'model':'veggie','temperature':0}");

    assertThat(reply.at("/object").asText()).isEqualTo("chat.completion");
    assertThat(reply.at("/id").asText()).startsWith("chatcmpl-");
    assertThat(reply.at("/model").asText()).isEqualTo("veggie");
    assertThat(reply.at("/choices/0/message/role").asText()).isEqualTo("assistant");
    assertThat(reply.at("/choices/0/message/content").asText()).isEqualTo("Lentils.");
    assertThat(reply.at("/choices/0/finish_reason").asText()).isEqualTo("stop");
    assertThat(reply.at("/usage/prompt_tokens").asInt()).isEqualTo("user: Hi\n".length());
    assertThat(reply.at("/usage/completion_tokens").asInt()).isEqualTo("Lentils.".length() + 1);
    assertThat(reply.at("/usage/total_tokens").asInt()).isEqualTo(18);
    assertThat(engine.samplings).containsExactly(new Sampling(0, 1, 0, 0, 64));
    assertThat(engine.prompts).containsExactly("user: Hi\n");
  }

  @Test
  void joinsTextParts() throws Exception {
    FakeEngine engine = FakeEngine.saying("x");
    answer(
        serve(engine),
        "{'messages':[{'role':'developer','content':'Be kind'},{'role':'user','content':"
            + "[{'type':'text','text':'a'},{'type':'text','text':'b'}]}]}");
    assertThat(engine.prompts).containsExactly("system: Be kind\nuser: ab\n");
  }

  @Test
  void answersACompletionOfSeveralPrompts() throws Exception {
    var engine = new FakeEngine(request -> "after " + request.promptIds().length);
    ChatServer server = serve(engine);
    JsonNode reply;
    try (Response response =
        post(server, "/v1/completions", "{'prompt':['one','three'],'max_tokens':7}")) {
      reply = JSON.readTree(response.body().string());
    }
    assertThat(reply.at("/object").asText()).isEqualTo("text_completion");
    assertThat(reply.at("/choices/0/text").asText()).isEqualTo("after 3");
    assertThat(reply.at("/choices/1/text").asText()).isEqualTo("after 5");
    assertThat(reply.at("/choices/1/finish_reason").asText()).isEqualTo("length");
    assertThat(reply.at("/usage/completion_tokens").asInt()).isEqualTo(14);
  }

  @Test
  void streamsWholeCharactersAndUsage() throws Exception {
    String words = "Grüße 🥕 ok";
    List<String> events =
        events(
            serve(FakeEngine.saying(words)),
            "{" + ASK + ",'stream':true,'stream_options':{'include_usage':true}}");

    assertThat(events.get(events.size() - 1)).isEqualTo("[DONE]");
    assertThat(JSON.readTree(events.get(0)).at("/choices/0/delta/role").asText())
        .isEqualTo("assistant");
    assertThat(streamed(events)).isEqualTo(words);
    assertThat(String.join("", events)).doesNotContain("\uFFFD");
    JsonNode last = JSON.readTree(events.get(events.size() - 3));
    assertThat(last.at("/object").asText()).isEqualTo("chat.completion.chunk");
    assertThat(last.at("/choices/0/finish_reason").asText()).isEqualTo("stop");
    JsonNode usage = JSON.readTree(events.get(events.size() - 2));
    assertThat(usage.at("/choices")).isEmpty();
    assertThat(usage.at("/usage/completion_tokens").asInt()).isEqualTo(16);
  }

  @Test
  void tokensArriveBeforeTheAnswerIsComplete() throws Exception {
    FakeEngine engine = FakeEngine.saying("abc");
    engine.steps.drainPermits();
    engine.steps.release(1);
    ChatServer server = serve(engine);
    try (Response response = post(server, "/v1/chat/completions", "{" + ASK + ",'stream':true}")) {
      var source = response.body().source();
      String seen = "";
      while (!seen.contains("\"content\":\"a\"")) {
        seen = String.valueOf(source.readUtf8Line());
      }
      assertThat(engine.tokens.get()).isEqualTo(1);
      engine.steps.release(100);
      assertThat(source.readUtf8()).contains("\"content\":\"c\"").endsWith("data: [DONE]\n\n");
    }
  }

  @Test
  void stopStringsEndTheAnswerBeforeThem() throws Exception {
    FakeEngine engine = FakeEngine.saying("Rice. User: and now?");
    JsonNode reply = answer(serve(engine), "{" + ASK + ",'stop':[' User:','never']}");
    assertThat(reply.at("/choices/0/message/content").asText()).isEqualTo("Rice.");
    assertThat(reply.at("/choices/0/finish_reason").asText()).isEqualTo("stop");
    assertThat(engine.tokens.get()).isEqualTo("Rice. User:".length());
  }

  @Test
  void anAnswerOfExactlyTheLimitThatEndsIsNotCutOff() throws Exception {
    ChatServer server = serve(FakeEngine.saying("abc"));
    assertThat(answer(server, "{" + ASK + ",'max_tokens':4}").at("/choices/0/finish_reason"))
        .hasToString("\"stop\"");
    JsonNode cut = answer(server, "{" + ASK + ",'max_tokens':3}");
    assertThat(cut.at("/choices/0/finish_reason").asText()).isEqualTo("length");
    assertThat(cut.at("/choices/0/message/content").asText()).isEqualTo("abc");
    assertThat(cut.at("/usage/completion_tokens").asInt()).isEqualTo(3);
  }

  @Test
  void choicesDifferAndTheSameSeedSaysTheSame() throws Exception {
    ChatServer server = serve(new FakeEngine(request -> "seed " + request.seed()));
    String body = "{" + ASK + ",'n':2,'seed':7}";
    JsonNode first = answer(server, body).at("/choices");
    JsonNode second = answer(server, body).at("/choices");
    assertThat(first).isEqualTo(second).hasSize(2);
    assertThat(first.at("/0/message")).isNotEqualTo(first.at("/1/message"));
    assertThat(answer(server, "{" + ASK + "}").at("/choices"))
        .isNotEqualTo(answer(server, "{" + ASK + "}").at("/choices"));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      textBlock =
          """
          {}                                                          | messages
          {'messages':[]}                                             | messages
          {'messages':[{'role':'tool','content':'x'}]}                | messages[0].role
          {'messages':[{'role':'user'}]}                              | messages[0].content
          {'messages':[{'role':'user','content':[{'type':'image'}]}]} | messages[0].content
          {'messages':[{'role':'assistant','content':'x'}]}           | messages
          {ASK,'temperature':2.5}                                     | temperature
          {ASK,'temperature':'hot'}                                   | temperature
          {ASK,'top_p':0}                                             | top_p
          {ASK,'n':9}                                                 | n
          {ASK,'n':1.5}                                               | n
          {ASK,'max_tokens':0}                                        | max_tokens
          {ASK,'max_tokens':401}                                      | max_tokens
          {ASK,'max_completion_tokens':-1}                            | max_completion_tokens
          {ASK,'stop':['1','2','3','4','5']}                          | stop
          {ASK,'stop':['']}                                           | stop
          {ASK,'stop':3}                                              | stop
          {ASK,'seed':'x'}                                            | seed
          {ASK,'stream':'yes'}                                        | stream
          {ASK,'logprobs':true}                                       | logprobs
          {ASK,'tools':[{}]}                                          | tools
          {ASK,'presence_penalty':1}                                  | presence_penalty
          {ASK,'response_format':{'type':'json_object'}}              | response_format
          """)
  void wrongFieldsAreNamed(String body, String param) throws Exception {
    ChatServer server = serve(FakeEngine.saying("x"));
    try (Response response = post(server, "/v1/chat/completions", body.replace("ASK", ASK))) {
      JsonNode error = JSON.readTree(response.body().string()).at("/error");
      assertThat(response.code()).isEqualTo(400);
      assertThat(error.at("/param").asText()).isEqualTo(param);
      assertThat(error.at("/type").asText()).isEqualTo("invalid_request_error");
      assertThat(error.at("/message").asText()).startsWith(param);
    }
  }

  @Test
  void fieldsThatAskForNothingAreFine() throws Exception {
    ChatServer server = serve(FakeEngine.saying("x"));
    JsonNode reply =
        answer(
            server,
            "{" + ASK + ",'tools':[],'logprobs':false,'presence_penalty':0,'user':'me','n':null}");
    assertThat(reply.at("/choices")).hasSize(1);
  }

  @Test
  void promptsThatDoNotFitAreRefused() throws Exception {
    ChatServer server = serve(FakeEngine.saying("x"));
    String body = "{'messages':[{'role':'user','content':'" + "x".repeat(600) + "'}]}";
    assertThat(error(server, body).at("/code").asText()).isEqualTo("context_length_exceeded");
  }

  @Test
  void servesTunedAndBaseUnderTheirNames() throws Exception {
    ChatServer server = serve(settings(), FakeEngine.saying("tofu"), FakeEngine.saying("beef"));
    JsonNode models = get(server, "/v1/models");
    assertThat(models.at("/data/0/id").asText()).isEqualTo("veggie");
    assertThat(models.at("/data/1/id").asText()).isEqualTo("veggie-base");
    assertThat(get(server, "/v1/models/veggie-base").at("/object").asText()).isEqualTo("model");
    assertThat(answer(server, "{" + ASK + "}").at("/choices/0/message/content").asText())
        .isEqualTo("tofu");
    assertThat(
            answer(server, "{" + ASK + ",'model':'veggie-base'}")
                .at("/choices/0/message/content")
                .asText())
        .isEqualTo("beef");
  }

  @Test
  void unknownModelsAndPathsAreAnsweredInShape() throws Exception {
    ChatServer server = serve(FakeEngine.saying("x"));
    try (Response response = post(server, "/v1/chat/completions", "{" + ASK + ",'model':'gpt'}")) {
      assertThat(response.code()).isEqualTo(404);
      JsonNode error = JSON.readTree(response.body().string()).at("/error");
      assertThat(error.at("/code").asText()).isEqualTo("model_not_found");
      assertThat(error.at("/message").asText()).contains("veggie");
    }
    try (Response response = client.newCall(request(server, "/v2/none").build()).execute()) {
      assertThat(response.code()).isEqualTo(404);
      assertThat(JSON.readTree(response.body().string()).at("/error/type").asText())
          .isEqualTo("invalid_request_error");
    }
    try (Response response =
        client.newCall(request(server, "/v1/chat/completions").build()).execute()) {
      assertThat(response.code()).isEqualTo(405);
    }
  }

  @Test
  void bodiesThatAreTooLargeOrNoJsonAreRefused() throws Exception {
    ChatServer server = serve(FakeEngine.saying("x"));
    byte[] large = new byte[300_000];
    assertThat(status(server, RequestBody.create(large, JSON_TYPE))).isEqualTo(413);
    assertThat(status(server, chunked(large))).isEqualTo(413);
    assertThat(status(server, RequestBody.create("{\"a\":", JSON_TYPE))).isEqualTo(400);
    assertThat(status(server, RequestBody.create("[]", JSON_TYPE))).isEqualTo(400);
    assertThat(status(server, RequestBody.create("{} {}", JSON_TYPE))).isEqualTo(400);
    assertThat(status(server, RequestBody.create("{}", MediaType.get("text/plain"))))
        .isEqualTo(415);
  }

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
    ChatServer server = serve(engine);
    CompletableFuture<JsonNode> running = later(server, "{" + ASK + "}");
    await(() -> metric(server, "rlaif_serve_batch_rows_count") == 1);
    CompletableFuture<Void> stopped = CompletableFuture.runAsync(server::close);
    await(() -> refuses(server));
    engine.steps.release(100);
    assertThat(running.join().at("/choices/0/message/content").asText()).isEqualTo("done");
    stopped.join();
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

  private static ServeSettings settings() {
    return new ServeSettings(
        "127.0.0.1",
        0,
        8,
        8,
        Duration.ofMillis(2),
        200_000,
        64,
        400,
        8,
        Duration.ofMillis(50),
        Duration.ofSeconds(2));
  }

  private ChatServer serve(FakeEngine engine) {
    return serve(settings(), engine, engine);
  }

  private ChatServer serve(ServeSettings settings, FakeEngine tuned, FakeEngine base) {
    var server =
        ChatServer.start(
            List.of(new ServedModel("veggie", tuned), new ServedModel("veggie-base", base)),
            settings);
    servers.add(server);
    return server;
  }

  private static RequestBody json(String body) {
    return RequestBody.create(body.replace('\'', '"'), JSON_TYPE);
  }

  private static RequestBody chunked(byte[] body) {
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

  private static Request.Builder request(ChatServer server, String path) {
    return new Request.Builder().url("http://127.0.0.1:" + server.port() + path);
  }

  private Response post(ChatServer server, String path, String body) throws IOException {
    return client.newCall(request(server, path).post(json(body)).build()).execute();
  }

  private JsonNode answer(ChatServer server, String body) throws IOException {
    try (Response response = post(server, "/v1/chat/completions", body)) {
      String text = response.body().string();
      assertThat(response.code()).as(text).isEqualTo(200);
      return JSON.readTree(text);
    }
  }

  private JsonNode error(ChatServer server, String body) throws IOException {
    try (Response response = post(server, "/v1/chat/completions", body)) {
      assertThat(response.code()).isEqualTo(400);
      return JSON.readTree(response.body().string()).at("/error");
    }
  }

  private int status(ChatServer server, RequestBody body) throws IOException {
    try (Response response =
        client.newCall(request(server, "/v1/chat/completions").post(body).build()).execute()) {
      return response.code();
    }
  }

  private CompletableFuture<JsonNode> later(ChatServer server, String body) {
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

  private List<String> events(ChatServer server, String body) throws IOException {
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

  private static String streamed(List<String> events) throws IOException {
    var text = new StringBuilder();
    for (String event : events) {
      if (event.startsWith("{")) {
        text.append(JSON.readTree(event).at("/choices/0/delta/content").asText());
      }
    }
    return text.toString();
  }

  private JsonNode get(ChatServer server, String path) throws IOException {
    try (Response response = client.newCall(request(server, path).build()).execute()) {
      return JSON.readTree(response.body().string());
    }
  }

  private boolean healthy(ChatServer server) {
    try (Response response = client.newCall(request(server, "/healthz").build()).execute()) {
      return response.code() == 200;
    } catch (IOException e) {
      throw new IllegalStateException(e);
    }
  }

  private boolean refuses(ChatServer server) {
    try {
      return status(server, json("{" + ASK + ",'max_tokens':1}")) == 503;
    } catch (IOException e) {
      return true;
    }
  }

  private double metric(ChatServer server, String name) {
    try (Response response = client.newCall(request(server, "/metrics").build()).execute()) {
      return response
          .body()
          .string()
          .lines()
          .filter(line -> line.startsWith(name + " "))
          .mapToDouble(line -> Double.parseDouble(line.substring(name.length() + 1)))
          .findFirst()
          .orElse(0);
    } catch (IOException e) {
      throw new IllegalStateException(e);
    }
  }

  private static void await(BooleanSupplier condition) throws InterruptedException {
    for (int i = 0; i < 400 && !condition.getAsBoolean(); i++) {
      Thread.sleep(25);
    }
    assertThat(condition.getAsBoolean()).isTrue();
  }
}
