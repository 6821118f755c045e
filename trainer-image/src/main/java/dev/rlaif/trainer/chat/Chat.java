package dev.rlaif.trainer.chat;

import java.util.Optional;
import java.util.concurrent.CompletableFuture;

/** Something that answers conversations: a server, or a model in this process. */
public interface Chat extends AutoCloseable {

  /** Answers one conversation; the future never fails, it completes with a {@link ChatFailure}. */
  CompletableFuture<ChatResult> send(ChatRequest request);

  /** Why conversations wait just now, if they do. */
  default Optional<Outage> outage() {
    return Optional.empty();
  }

  @Override
  void close();
}
