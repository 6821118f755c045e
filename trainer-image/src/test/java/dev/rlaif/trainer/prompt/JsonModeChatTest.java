package dev.rlaif.trainer.prompt;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rlaif.trainer.chat.ChatFailure;
import dev.rlaif.trainer.chat.ChatMessage;
import dev.rlaif.trainer.chat.ChatReply;
import dev.rlaif.trainer.chat.ChatRequest;
import dev.rlaif.trainer.chat.ChatRequest.Format;
import dev.rlaif.trainer.chat.ChatResult;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;

class JsonModeChatTest {
  private static final ChatRequest JSON =
      ChatRequest.text(List.of(ChatMessage.user("Ask.")), 1, 9).withFormat(Format.JSON_OBJECT);
  private static final ChatResult REJECTED =
      FakeChat.failure(ChatFailure.Kind.REJECTED, "response_format is not supported");

  @Test
  void staysWithJsonWhereTheServerKnowsIt() {
    var server = FakeChat.saying((request, n) -> ChatReply.of("{}"));
    var chat = new JsonModeChat(server);
    assertThat(chat.send(JSON).join()).isInstanceOf(ChatReply.class);
    assertThat(chat.send(JSON).join()).isInstanceOf(ChatReply.class);
    assertThat(server.requests)
        .extracting(ChatRequest::format)
        .containsExactly(Format.JSON_OBJECT, Format.JSON_OBJECT);
  }

  @Test
  void oneRejectionIsEnoughForAll() {
    var server =
        FakeChat.holding(
            (request, n) ->
                request.format() == Format.JSON_OBJECT ? REJECTED : ChatReply.of("Sure."));
    var chat = new JsonModeChat(server);
    List<CompletableFuture<ChatResult>> results =
        List.of(chat.send(JSON), chat.send(JSON), chat.send(JSON));
    assertThat(server.sent()).as("the others wait for what the first finds out").isEqualTo(1);

    server.release(0);
    server.release(1);
    server.release(2);
    server.release(3);
    assertThat(results).allMatch(result -> result.join() instanceof ChatReply);
    assertThat(server.requests)
        .extracting(ChatRequest::format)
        .containsExactly(Format.JSON_OBJECT, Format.TEXT, Format.TEXT, Format.TEXT);
  }

  @Test
  void whatIsRejectedWithoutJsonTooIsARejection() {
    var server = FakeChat.saying((request, n) -> REJECTED);
    assertThat(new JsonModeChat(server).send(JSON).join()).isEqualTo(REJECTED);
    assertThat(server.sent()).isEqualTo(2);
  }

  @Test
  void anotherFailureSaysNothingOfJson() {
    var server =
        FakeChat.saying(
            (request, n) ->
                n == 0 ? FakeChat.failure(ChatFailure.Kind.TIMEOUT, "slow") : ChatReply.of("{}"));
    var chat = new JsonModeChat(server);
    chat.send(JSON).join();
    chat.send(JSON).join();
    assertThat(server.requests).extracting(ChatRequest::format).containsOnly(Format.JSON_OBJECT);
  }
}
