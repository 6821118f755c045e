package dev.rlaif.trainer.serve;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import okhttp3.MediaType;
import okhttp3.RequestBody;
import okhttp3.Response;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@Timeout(60)
class ChatServerTest extends ServedTest {

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
    assertThat(reply.at("/usage/prompt_tokens_details/cached_tokens").asInt())
        .isEqualTo(FakeEngine.REUSED);
    assertThat(engine.requests.get(0).temperature()).isZero();
    assertThat(engine.requests.get(0).maxNewTokens()).isEqualTo(64);
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
    assertThat(reply.at("/usage/prompt_tokens_details/cached_tokens").asInt())
        .isEqualTo(2 * FakeEngine.REUSED);
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
      assertThat(source.readUtf8())
          .containsPattern("\"content\":\"b?c\"")
          .endsWith("data: [DONE]\n\n");
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
          {ASK,'top_logprobs':3}                                      | top_logprobs
          {ASK,'logprobs':'yes'}                                      | logprobs
          {ASK,'model':7}                                             | model
          {ASK,'temperatur':1}                                        | temperatur
          {ASK,'stream_options':true}                                 | stream_options
          {ASK,'stream_options':{'include_usage':1}}                  | include_usage
          {'messages':[{'role':'user','content':'x','name':{}}]}      | messages[0].name
          {'messages':['Hi']}                                         | messages[0]
          {'messages':[{'role':'user','content':'\\ud800'}]}          | messages[0].content
          {ASK,'seed':9999999999999999999}                            | seed
          {ASK,'n':null,'best_of':3}                                  | best_of
          {ASK,'tool_choice':'required'}                              | tool_choice
          {ASK,'logprobs':true,'top_logprobs':21}                     | top_logprobs
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
  void tellsTheLogProbabilitiesOfTokens() throws Exception {
    ChatServer server = serve(FakeEngine.saying("no"));
    JsonNode content =
        answer(server, "{" + ASK + ",'logprobs':true,'top_logprobs':2,'max_tokens':1}")
            .at("/choices/0/logprobs/content");
    assertThat(content).hasSize(1);
    assertThat(content.at("/0/token").asText()).isEqualTo("n");
    assertThat(content.at("/0/logprob").asDouble()).isEqualTo(-0.25);
    assertThat(content.at("/0/bytes/0").asInt()).isEqualTo('n');
    assertThat(content.at("/0/top_logprobs/1/token").asText()).isEqualTo("Z");
    assertThat(content.at("/0/top_logprobs/1/logprob").asDouble()).isEqualTo(-1.5);
    assertThat(answer(server, "{" + ASK + "}").at("/choices/0/logprobs").isMissingNode()).isTrue();
  }

  @Test
  void streamsTheLogProbabilitiesOfTokens() throws Exception {
    List<String> events =
        events(
            serve(FakeEngine.saying("né")),
            "{" + ASK + ",'logprobs':true,'top_logprobs':1,'stream':true}");
    List<String> tokens = new ArrayList<>();
    for (String event : events.subList(0, events.size() - 1)) {
      JSON.readTree(event)
          .at("/choices/0/logprobs/content")
          .forEach(entry -> tokens.add(entry.at("/token").asText() + entry.at("/bytes")));
    }
    assertThat(tokens).containsExactly("n[110]", "\uFFFDnull", "\uFFFDnull", "[]");
    assertThat(streamed(events)).isEqualTo("né");
  }

  @Test
  void completionsTellLogProbabilitiesInTheirOwnShape() throws Exception {
    ChatServer server = serve(FakeEngine.saying("no"));
    try (Response response =
        post(server, "/v1/completions", "{'prompt':'x','logprobs':2,'max_tokens':2}")) {
      JsonNode told = JSON.readTree(response.body().string()).at("/choices/0/logprobs");
      assertThat(told.at("/tokens")).hasToString("[\"n\",\"o\"]");
      assertThat(told.at("/token_logprobs/1").asDouble()).isEqualTo(-0.25);
      assertThat(told.at("/top_logprobs/0/Z").asDouble()).isEqualTo(-1.5);
      assertThat(told.at("/text_offset")).hasToString("[0,1]");
    }
  }

  @Test
  void moreTokensThanFitAreCutToWhatDoes() throws Exception {
    ChatServer server = serve(FakeEngine.saying("y".repeat(400)));
    String ask = "{'messages':[{'role':'user','content':'" + "x".repeat(300) + "'}]";
    JsonNode reply = answer(server, ask + ",'max_tokens':400}");
    assertThat(reply.at("/usage/total_tokens").asInt()).isEqualTo(500);
    assertThat(reply.at("/choices/0/finish_reason").asText()).isEqualTo("length");
  }

  @Test
  void fieldsThatAskForNothingAreFine() throws Exception {
    ChatServer server = serve(FakeEngine.saying("x"));
    JsonNode reply =
        answer(
            server,
            "{"
                + ASK
                + ",'tools':[],'tool_choice':'none','logprobs':false,'presence_penalty':0,"
                + "'user':'me','metadata':{'a':'b'},'n':null}");
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
    ChatServer server = serve(new FakeEngine(request -> request.adapter() == 0 ? "tofu" : "beef"));
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
}
