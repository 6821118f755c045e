package dev.rlaif.trainer.chat;

import static dev.rlaif.trainer.chat.ScriptedServer.after;
import static dev.rlaif.trainer.chat.ScriptedServer.body;
import static dev.rlaif.trainer.chat.ScriptedServer.cutOff;
import static dev.rlaif.trainer.chat.ScriptedServer.hang;
import static dev.rlaif.trainer.chat.ScriptedServer.header;
import static dev.rlaif.trainer.chat.ScriptedServer.reset;
import static dev.rlaif.trainer.chat.ScriptedServer.says;
import static dev.rlaif.trainer.chat.ScriptedServer.status;
import static org.assertj.core.api.Assertions.assertThat;

import dev.rlaif.trainer.chat.ChatFailure.Kind;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(30)
class ChatClientTest {
  private static final ChatRequest REQUEST =
      ChatRequest.text(List.of(ChatMessage.system("Be brief."), ChatMessage.user("Hi")), 0, 10);
  private static final Duration TICK = Duration.ofMillis(2);

  private static ChatLimits limits(int retries) {
    return new ChatLimits(
        4,
        OptionalDouble.empty(),
        OptionalDouble.empty(),
        Duration.ofMillis(500),
        retries,
        Duration.ofSeconds(10),
        Duration.ofSeconds(10),
        TICK,
        10_000);
  }

  private static ChatResult ask(int retries, ScriptedServer.Act... acts) throws IOException {
    try (var server = ScriptedServer.of(acts);
        var client = new ChatClient(ChatEndpoint.open(server.url(), "m", limits(retries)))) {
      return client.send(REQUEST).join();
    }
  }

  private static ChatFailure failure(int retries, ScriptedServer.Act... acts) throws IOException {
    return (ChatFailure) ask(retries, acts);
  }

  @Test
  void sendsTheConversationAndReadsTheReply() throws IOException {
    try (var server = ScriptedServer.of(says("0.87"));
        var client = new ChatClient(ChatEndpoint.open(server.url() + "/", "judge-7b", limits(0)))) {
      var reply = (ChatReply) client.send(REQUEST.withSeed(5).withTopLogProbs(3)).join();

      assertThat(reply.text()).isEqualTo("0.87");
      assertThat(reply.usage()).isEqualTo(new TokenUsage(7, 3));
      assertThat(server.requests.peek())
          .hasToString(
              "{\"model\":\"judge-7b\",\"messages\":[{\"role\":\"system\",\"content\":\"Be brief.\"},"
                  + "{\"role\":\"user\",\"content\":\"Hi\"}],\"temperature\":0.0,\"max_tokens\":10,"
                  + "\"seed\":5,\"logprobs\":true,\"top_logprobs\":3}");
    }
  }

  @Test
  void triesAgainAfterOverloadErrorResetAndCutOffBody() throws IOException {
    var reply =
        (ChatReply)
            ask(5, status(429, ""), status(503, ""), reset(), cutOff(), hang(), says("done"));

    assertThat(reply.text()).isEqualTo("done");
    assertThat(reply.attempts()).isEqualTo(6);
  }

  @Test
  void waitsAsLongAsTheServerAsks() throws IOException {
    var reply = (ChatReply) ask(1, header("Retry-After", "1", status(429, "")), says("done"));

    assertThat(reply.latency()).isGreaterThan(Duration.ofSeconds(1));
  }

  @Test
  void givesTheReasonWhenAttemptsAreUsedUp() throws IOException {
    assertThat(failure(1, status(429, "slow down")).kind()).isEqualTo(Kind.HTTP_429);
    assertThat(failure(1, status(500, "oops")).kind()).isEqualTo(Kind.HTTP_5XX);
    assertThat(failure(1, reset()).kind()).isEqualTo(Kind.NETWORK);
    assertThat(failure(1, hang()).kind()).isEqualTo(Kind.TIMEOUT);
    assertThat(failure(1, status(500, "oops"))).returns(2, ChatFailure::attempts);
  }

  @Test
  void neverRepeatsARequestThatTheServerRejects() throws IOException {
    assertThat(failure(5, status(401, "who are you?")))
        .returns(Kind.REJECTED, ChatFailure::kind)
        .returns(401, ChatFailure::httpStatus)
        .returns(1, ChatFailure::attempts)
        .satisfies(f -> assertThat(f.message()).contains("/v1/chat/completions", "who are you?"));
  }

  @Test
  void followsNoRedirect() throws IOException {
    try (var other = ScriptedServer.of(says("stolen"))) {
      var act = header("Location", other.url() + "/chat/completions", status(307, ""));

      assertThat(failure(5, act)).returns(307, ChatFailure::httpStatus);
      assertThat(other.requests).isEmpty();
    }
  }

  @Test
  void callsEverythingElseMalformed() throws IOException {
    for (String text :
        List.of(
            "",
            "<html>",
            "{\"choices\":[",
            "{\"choices\":[]}",
            "{\"choices\":[{\"message\":{}}]}",
            "{\"choices\":[{\"message\":{\"content\":null}}]}",
            "{\"choices\":[{\"message\":{\"content\":NaN}}]}",
            "x".repeat(20_000))) {
      assertThat(failure(5, body(text)))
          .as(text)
          .returns(Kind.MALFORMED, ChatFailure::kind)
          .returns(1, ChatFailure::attempts);
    }
  }

  @Test
  void knowsARefusal() throws IOException {
    String refusal = "{\"choices\":[{\"message\":{\"content\":\"\",\"refusal\":\"No.\"}}]}";

    assertThat(failure(5, body(refusal)).kind()).isEqualTo(Kind.REFUSED);
  }

  @Test
  void readsTheAlternativesOfTheFirstToken() throws IOException {
    String text =
        "{\"choices\":[{\"message\":{\"content\":\"yes\"},\"logprobs\":{\"content\":[{\"token\":\"yes\","
            + "\"top_logprobs\":[{\"token\":\"yes\",\"logprob\":-0.1},{\"token\":\"no\",\"logprob\":-3}]}]}}]}";

    assertThat(((ChatReply) ask(0, body(text))).firstToken())
        .containsExactly(new TokenLogProb("yes", -0.1), new TokenLogProb("no", -3));
  }

  @Test
  void keepsTheSampleDeadlineWhateverTheServerAsks() throws IOException {
    var limits =
        new ChatLimits(
            4,
            OptionalDouble.empty(),
            OptionalDouble.empty(),
            Duration.ofMillis(500),
            20,
            Duration.ofMillis(700),
            Duration.ofSeconds(10),
            TICK,
            10_000);
    try (var server = ScriptedServer.of(header("Retry-After", "3600", status(429, "")));
        var client = new ChatClient(ChatEndpoint.open(server.url(), "m", limits))) {
      long started = System.nanoTime();
      var failure = (ChatFailure) client.send(REQUEST).join();

      assertThat(failure.kind()).isEqualTo(Kind.HTTP_429);
      assertThat(Duration.ofNanos(System.nanoTime() - started)).isLessThan(Duration.ofSeconds(2));
    }
  }

  @Test
  void keepsToItsLanes() throws IOException {
    try (var server = ScriptedServer.of(after(20, says("ok")));
        var client = new ChatClient(ChatEndpoint.open(server.url(), "m", limits(0)))) {
      var all = IntStream.range(0, 24).mapToObj(i -> client.send(REQUEST)).toList();
      CompletableFuture.allOf(all.toArray(CompletableFuture[]::new)).join();

      assertThat(server.mostUnderWay).hasValueBetween(2, 4);
      assertThat(all).allSatisfy(f -> assertThat(f.join()).isInstanceOf(ChatReply.class));
    }
  }

  @Test
  void keepsToTheRequestsOfAMinute() throws IOException {
    var limits =
        new ChatLimits(
            4,
            OptionalDouble.of(600),
            OptionalDouble.empty(),
            Duration.ofSeconds(5),
            0,
            Duration.ofSeconds(10),
            Duration.ofSeconds(10),
            TICK,
            10_000);
    try (var server = ScriptedServer.of(says("ok"));
        var client = new ChatClient(ChatEndpoint.open(server.url(), "m", limits))) {
      long started = System.nanoTime();
      var all = IntStream.range(0, 15).mapToObj(i -> client.send(REQUEST)).toList();
      CompletableFuture.allOf(all.toArray(CompletableFuture[]::new)).join();

      // Nothing is saved up: each but the first waits for a tenth of a second more.
      assertThat(Duration.ofNanos(System.nanoTime() - started))
          .isGreaterThan(Duration.ofMillis(1400));
    }
  }

  @Test
  void leavesAFailingServerAloneAndComesBack() throws IOException {
    var acts = new ScriptedServer.Act[] {status(500, ""), status(500, ""), says("back")};
    try (var server = ScriptedServer.of(acts);
        var client =
            new ChatClient(
                ChatEndpoint.open(server.url(), "m", limits(0)),
                new CircuitBreaker(2, Duration.ofMillis(300), Duration.ofMillis(300)))) {
      client.send(REQUEST).join();
      var second = (ChatFailure) client.send(REQUEST).join();
      var third = (ChatReply) client.send(REQUEST).join();

      assertThat(second.kind()).isEqualTo(Kind.HTTP_5XX);
      assertThat(second.latency()).isGreaterThan(Duration.ofMillis(200));
      assertThat(third.text()).isEqualTo("back");
    }
  }

  @Test
  void sendsTheKeyAndNeverShowsIt() throws IOException {
    String secret = "sk-very-secret";
    var key =
        ApiKey.secret("judge-key", "token", Map.of("RLAIF_SECRET_JUDGE_KEY_TOKEN", secret + "\n"));
    try (var server = ScriptedServer.of(status(401, "wrong key: " + secret))) {
      var endpoint =
          new ChatEndpoint(server.url(), "m", key, Optional.empty(), Optional.empty(), limits(0));
      try (var client = new ChatClient(endpoint)) {
        var failure = (ChatFailure) client.send(REQUEST).join();

        assertThat(server.authorizations).containsExactly("Bearer " + secret);
        assertThat(failure + " " + endpoint).doesNotContain(secret).contains("***");
      }
    }
  }

  @Test
  void endsEveryConversationWhenItIsClosed() throws IOException {
    try (var server = ScriptedServer.of(hang())) {
      var client = new ChatClient(ChatEndpoint.open(server.url(), "m", limits(9)));
      var all = IntStream.range(0, 9).mapToObj(i -> client.send(REQUEST)).toList();
      client.close();

      assertThat(all).allSatisfy(f -> assertThat(f.join()).isInstanceOf(ChatFailure.class));
      assertThat(client.send(REQUEST).join()).isInstanceOf(ChatFailure.class);
    }
  }

  @Test
  void saysThatNobodyListens() {
    var endpoint = ChatEndpoint.open("http://127.0.0.1:1/v1", "m", limits(0));
    try (var client = new ChatClient(endpoint)) {
      var failure = (ChatFailure) client.probe(0);

      assertThat(failure.kind()).isEqualTo(Kind.NETWORK);
      assertThat(failure.message()).contains("http://127.0.0.1:1/v1", "cannot be reached");
    }
  }
}
