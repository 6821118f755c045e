package dev.rlaif.trainer.chat;

import static dev.rlaif.trainer.chat.ScriptedServer.says;
import static dev.rlaif.trainer.chat.ScriptedServer.status;
import static org.assertj.core.api.Assertions.assertThat;

import dev.rlaif.trainer.chat.ChatFailure.Kind;
import java.io.IOException;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.OptionalDouble;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(30)
class OutageTest {
  private static final ChatRequest REQUEST =
      ChatRequest.text(List.of(ChatMessage.user("Hi")), 0, 10);

  private static ChatClient client(ScriptedServer server, Duration outageLimit) {
    var limits =
        new ChatLimits(
            4,
            OptionalDouble.empty(),
            OptionalDouble.empty(),
            Duration.ofSeconds(5),
            1,
            Duration.ofMillis(400),
            outageLimit,
            Duration.ofMillis(2),
            10_000);
    return new ChatClient(
        ChatEndpoint.open(server.url(), "m", limits),
        new CircuitBreaker(2, Duration.ofMillis(50), Duration.ofMillis(100)));
  }

  private static ScriptedServer.Act[] downFor(int requests) {
    var acts = new ScriptedServer.Act[requests + 1];
    Arrays.fill(acts, status(503, "loading the model"));
    acts[requests] = says("back");
    return acts;
  }

  @Test
  void everyConversationOutlivesAnOutageThatIsLongerThanItsDeadline() throws IOException {
    try (var server = ScriptedServer.of(downFor(16));
        var client = client(server, Duration.ofMinutes(5))) {
      var all = IntStream.range(0, 9).mapToObj(i -> client.send(REQUEST)).toList();
      CompletableFuture.allOf(all.toArray(CompletableFuture[]::new)).join();

      assertThat(all).allSatisfy(f -> assertThat(f.join()).isInstanceOf(ChatReply.class));
      assertThat(client.outage()).isEmpty();
    }
  }

  @Test
  void saysThatTheServerIsDownWhileItIs() throws Exception {
    try (var server = ScriptedServer.of(status(503, "loading the model"));
        var client = client(server, Duration.ofMinutes(5))) {
      CompletableFuture<ChatResult> waiting = client.send(REQUEST);
      while (client.outage().isEmpty()) {
        Thread.sleep(5);
      }

      assertThat(client.outage().orElseThrow().why()).contains("503", "loading the model");
      assertThat(waiting).isNotDone();
    }
  }

  @Test
  void givesUpAfterTheLongestOutageAndComesBackLater() throws IOException {
    try (var server = ScriptedServer.of(downFor(12));
        var client = client(server, Duration.ofMillis(300))) {
      assertThat((ChatFailure) client.send(REQUEST).join())
          .returns(Kind.CIRCUIT_OPEN, ChatFailure::kind)
          .satisfies(f -> assertThat(f.message()).contains("was down for longer", "503"));

      ChatResult result = client.send(REQUEST).join();
      while (result instanceof ChatFailure) {
        result = client.send(REQUEST).join();
      }
      assertThat(((ChatReply) result).text()).isEqualTo("back");
    }
  }

  @Test
  void aRequestThatBreaksTheServerIsNoOutage() throws IOException {
    ScriptedServer.Act act =
        (exchange, request) ->
            (request.toString().contains("poison") ? status(500, "crashed") : says("fine"))
                .answer(exchange, request);
    try (var server = ScriptedServer.of(act);
        var client = client(server, Duration.ofMinutes(5))) {
      var poison = ChatRequest.text(List.of(ChatMessage.user("poison")), 0, 10);

      assertThat((ChatFailure) client.send(poison).join())
          .returns(Kind.HTTP_5XX, ChatFailure::kind)
          .returns(2, ChatFailure::attempts);
      assertThat(client.send(REQUEST).join()).isInstanceOf(ChatReply.class);
    }
  }
}
