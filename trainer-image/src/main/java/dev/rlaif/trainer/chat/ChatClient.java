package dev.rlaif.trainer.chat;

import dev.rlaif.trainer.chat.ChatFailure.Kind;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.RejectedExecutionException;

/**
 * A client that loses no conversation: each one ends with a reply or with a reason, within its
 * deadline while the server is up, and within the longest outage while it is not.
 */
public final class ChatClient implements Chat {
  private static final ChatRequest PING =
      ChatRequest.text(List.of(ChatMessage.user("Say yes.")), 0, 1);

  private final ChatEndpoint endpoint;
  private final CompletionCall call;
  private final Lanes lanes;
  private final Budget budget;
  private final CircuitBreaker circuit;
  private final Sent ping;

  public ChatClient(ChatEndpoint endpoint) {
    this(endpoint, CircuitBreaker.of(endpoint.limits().retries()));
  }

  ChatClient(ChatEndpoint endpoint, CircuitBreaker circuit) {
    this.endpoint = endpoint;
    this.call = new CompletionCall(endpoint);
    this.lanes = new Lanes(endpoint.limits().concurrency());
    this.budget = new Budget(endpoint.limits(), System.nanoTime());
    this.circuit = circuit;
    this.ping = new Sent(endpoint, PING);
  }

  @Override
  public CompletableFuture<ChatResult> send(ChatRequest request) {
    return send(request, endpoint.limits());
  }

  /** Whether the server answers at all: one short conversation, at most one retry, no patience. */
  public ChatResult probe(int topLogProbs) {
    ChatLimits limits = endpoint.limits().impatient();
    return send(PING.withTopLogProbs(topLogProbs), limits).join();
  }

  /** Names of the models that the server has, in its order; empty if it does not tell. */
  List<String> models() {
    return call.models();
  }

  @Override
  public Optional<Outage> outage() {
    return circuit.outage(System.nanoTime());
  }

  private CompletableFuture<ChatResult> send(ChatRequest request, ChatLimits limits) {
    try {
      return lanes.run(() -> converse(request, limits), this::closed);
    } catch (RejectedExecutionException e) {
      return CompletableFuture.completedFuture(closed());
    }
  }

  private ChatResult converse(ChatRequest request, ChatLimits limits) {
    try {
      return new Conversation(
              limits, new Sent(endpoint, request), ping, circuit, endpoint.completionsUrl())
          .run();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return closed();
    }
  }

  private final class Sent implements Conversation.Attempt {
    private final byte[] body;
    private final int replyTokens;

    Sent(ChatEndpoint endpoint, ChatRequest request) {
      this.body = CompletionJson.request(endpoint.model(), request);
      this.replyTokens = request.maxTokens();
    }

    @Override
    public Budget.Grant turn() throws InterruptedException {
      Budget.Grant turn = budget.take(body.length, replyTokens, System.nanoTime());
      Conversation.sleep(turn.sendAt() - System.nanoTime());
      return turn;
    }

    @Override
    public CompletionCall.Outcome make(Budget.Grant turn, long remainingNanos) {
      CompletionCall.Outcome outcome = call.execute(body, remainingNanos);
      note(turn, outcome.result());
      return outcome;
    }
  }

  private void note(Budget.Grant grant, ChatResult result) {
    if (result instanceof ChatReply reply) {
      budget.settle(grant, reply.usage());
      circuit.serverAnswered();
    } else if (result instanceof ChatFailure failure) {
      switch (failure.kind()) {
        case HTTP_5XX -> {
          budget.refused(grant);
          circuit.serverFailed(System.nanoTime(), failure.message());
        }
        case TIMEOUT, NETWORK -> circuit.serverFailed(System.nanoTime(), failure.message());
        case HTTP_429, REJECTED -> {
          budget.refused(grant);
          circuit.serverAnswered();
        }
        case REFUSED, MALFORMED -> circuit.serverAnswered();
        case UNTRUSTED, CIRCUIT_OPEN -> {}
      }
    }
  }

  private ChatFailure closed() {
    return ChatFailure.of(Kind.NETWORK, 0, "the client of " + endpoint.url() + " was closed");
  }

  @Override
  public void close() {
    lanes.close();
    call.close();
  }
}
