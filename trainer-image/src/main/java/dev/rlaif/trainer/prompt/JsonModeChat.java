package dev.rlaif.trainer.prompt;

import dev.rlaif.trainer.chat.Chat;
import dev.rlaif.trainer.chat.ChatFailure;
import dev.rlaif.trainer.chat.ChatRequest;
import dev.rlaif.trainer.chat.ChatResult;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * Asks for JSON where the server knows how to keep to it. Whether it does, the first request finds
 * out, while the others wait; one that is rejected is sent again without.
 */
final class JsonModeChat implements Chat {
  private final Chat server;
  private final AtomicBoolean begun = new AtomicBoolean();
  private final CompletableFuture<Boolean> found = new CompletableFuture<>();
  private volatile boolean refused;

  JsonModeChat(Chat server) {
    this.server = server;
  }

  @Override
  public CompletableFuture<ChatResult> send(ChatRequest request) {
    if (request.format() == ChatRequest.Format.TEXT) {
      return server.send(request);
    }
    if (begun.compareAndSet(false, true)) {
      return tried(request).whenComplete((result, error) -> found.complete(true));
    }
    return found.thenCompose(known -> refused ? plain(request) : tried(request));
  }

  private CompletableFuture<ChatResult> tried(ChatRequest request) {
    return server
        .send(request)
        .thenCompose(
            result -> {
              if (!isRejection(result)) {
                return CompletableFuture.completedFuture(result);
              }
              refused = true;
              return plain(request);
            });
  }

  private CompletableFuture<ChatResult> plain(ChatRequest request) {
    return server.send(request.withFormat(ChatRequest.Format.TEXT));
  }

  /** Servers say so with whichever status; a wrong key or path is rejected a second time. */
  private static boolean isRejection(ChatResult result) {
    return result instanceof ChatFailure failure && failure.kind() == ChatFailure.Kind.REJECTED;
  }

  @Override
  public void close() {
    server.close();
  }
}
