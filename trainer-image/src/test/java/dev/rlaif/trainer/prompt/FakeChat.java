package dev.rlaif.trainer.prompt;

import dev.rlaif.trainer.chat.Chat;
import dev.rlaif.trainer.chat.ChatFailure;
import dev.rlaif.trainer.chat.ChatReply;
import dev.rlaif.trainer.chat.ChatRequest;
import dev.rlaif.trainer.chat.ChatResult;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.function.BiFunction;

/** Replies by request and number of the request, at once or when told to. */
final class FakeChat implements Chat {
  private final BiFunction<ChatRequest, Integer, ChatResult> said;
  private final boolean held;
  final List<ChatRequest> requests = new ArrayList<>();
  final List<CompletableFuture<ChatResult>> futures = new ArrayList<>();

  private FakeChat(BiFunction<ChatRequest, Integer, ChatResult> said, boolean held) {
    this.said = said;
    this.held = held;
  }

  static FakeChat saying(BiFunction<ChatRequest, Integer, ChatResult> said) {
    return new FakeChat(said, false);
  }

  /** Replies when {@link #release} is called. */
  static FakeChat holding(BiFunction<ChatRequest, Integer, ChatResult> said) {
    return new FakeChat(said, true);
  }

  /** A question that no other request gets. */
  static ChatResult ownQuestion(ChatRequest request, int number) {
    return question("What is " + request.seed().orElseThrow() + "?");
  }

  static ChatResult question(String text) {
    return ChatReply.of("{\"question\": \"" + text + "\"}");
  }

  static ChatFailure failure(ChatFailure.Kind kind, String message) {
    return new ChatFailure(kind, 0, message, 1, Duration.ZERO);
  }

  @Override
  public synchronized CompletableFuture<ChatResult> send(ChatRequest request) {
    int number = requests.size();
    requests.add(request);
    var future = new CompletableFuture<ChatResult>();
    futures.add(future);
    if (!held) {
      future.complete(said.apply(request, number));
    }
    return future;
  }

  synchronized int sent() {
    return requests.size();
  }

  void release(int number) {
    CompletableFuture<ChatResult> future;
    ChatResult result;
    synchronized (this) {
      future = futures.get(number);
      result = said.apply(requests.get(number), number);
    }
    future.complete(result);
  }

  @Override
  public void close() {}
}
