package dev.rlaif.trainer.chat;

import dev.rlaif.trainer.chat.ChatFailure.Kind;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;

/**
 * A client that cannot hold up its caller: every conversation ends within its deadline, with a
 * reply or with a reason.
 */
public final class ChatClient implements Chat {
  private static final Duration LONGEST_NAP = Duration.ofSeconds(1);

  private final ChatEndpoint endpoint;
  private final CompletionCall call;
  private final Lanes lanes;
  private final Budget budget;
  private final CircuitBreaker circuit;

  public ChatClient(ChatEndpoint endpoint) {
    this(endpoint, new CircuitBreaker(CircuitBreaker.FAILURES, CircuitBreaker.TRIAL_INTERVAL));
  }

  ChatClient(ChatEndpoint endpoint, CircuitBreaker circuit) {
    this.endpoint = endpoint;
    this.call = new CompletionCall(endpoint);
    this.lanes = new Lanes(endpoint.limits().concurrency());
    this.budget = new Budget(endpoint.limits(), System.nanoTime());
    this.circuit = circuit;
  }

  @Override
  public CompletableFuture<ChatResult> send(ChatRequest request) {
    return send(request, endpoint.limits().retries());
  }

  /** Whether the server answers at all: one short conversation, at most one retry. */
  public ChatResult probe(int topLogProbs) {
    var ping = ChatRequest.text(List.of(ChatMessage.user("Say yes.")), 0, 1);
    int retries = Math.min(1, endpoint.limits().retries());
    return send(ping.withTopLogProbs(topLogProbs), retries).join();
  }

  private CompletableFuture<ChatResult> send(ChatRequest request, int retries) {
    try {
      return lanes.run(() -> converse(request, retries), this::closed);
    } catch (RejectedExecutionException e) {
      return CompletableFuture.completedFuture(closed());
    }
  }

  private ChatResult converse(ChatRequest request, int retries) {
    byte[] body = CompletionJson.request(endpoint.model(), request);
    try {
      sleep(budget.take(System.nanoTime()));
      long started = System.nanoTime();
      long deadline = started + endpoint.limits().sampleDeadline().toNanos();
      for (int attempt = 1; ; attempt++) {
        if (!awaitCircuit(deadline)) {
          return circuitOpen().after(attempt - 1, since(started));
        }
        CompletionCall.Outcome outcome = call.execute(body, deadline - System.nanoTime());
        note(outcome.result());
        Optional<Duration> wait = waitBeforeNext(outcome, attempt, retries, deadline);
        if (wait.isEmpty()) {
          return after(outcome.result(), attempt, since(started));
        }
        sleep(wait.get().toNanos());
        sleep(budget.take(System.nanoTime()));
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return closed();
    }
  }

  private Optional<Duration> waitBeforeNext(
      CompletionCall.Outcome outcome, int attempt, int retries, long deadline) {
    if (!(outcome.result() instanceof ChatFailure failure)
        || !failure.kind().retryable()
        || attempt > retries) {
      return Optional.empty();
    }
    double jitter = ThreadLocalRandom.current().nextDouble();
    Duration unit = endpoint.limits().backoffUnit();
    Duration wait = Backoff.delay(attempt, unit, jitter, outcome.retryAfter());
    // A wait that outlives the deadline can only end in silence: give the reason now.
    return wait.toNanos() < deadline - System.nanoTime() ? Optional.of(wait) : Optional.empty();
  }

  private boolean awaitCircuit(long deadline) throws InterruptedException {
    while (true) {
      long now = System.nanoTime();
      long wait = circuit.waitNanos(now);
      if (wait == 0) {
        return true;
      }
      if (now >= deadline) {
        return false;
      }
      // Short naps, because a trial of another conversation may close the circuit any moment.
      sleep(Math.min(Math.min(wait, LONGEST_NAP.toNanos()), deadline - now));
    }
  }

  private void note(ChatResult result) {
    if (result instanceof ChatReply reply) {
      budget.settle(reply.usage());
      circuit.serverAnswered();
    } else if (result instanceof ChatFailure failure) {
      switch (failure.kind()) {
        case TIMEOUT, NETWORK, HTTP_5XX -> circuit.serverFailed(System.nanoTime());
        case HTTP_429, REJECTED, REFUSED, MALFORMED -> circuit.serverAnswered();
        case CIRCUIT_OPEN -> {}
      }
    }
  }

  private static ChatResult after(ChatResult result, int attempts, Duration latency) {
    if (result instanceof ChatReply reply) {
      return reply.after(attempts, latency);
    }
    return ((ChatFailure) result).after(attempts, latency);
  }

  private ChatFailure circuitOpen() {
    String what = " failed " + CircuitBreaker.FAILURES + " times in a row and is left alone";
    return ChatFailure.of(Kind.CIRCUIT_OPEN, 0, endpoint.completionsUrl() + what);
  }

  private ChatFailure closed() {
    return ChatFailure.of(Kind.NETWORK, 0, "the client of " + endpoint.url() + " was closed");
  }

  private static Duration since(long startedNanos) {
    return Duration.ofNanos(System.nanoTime() - startedNanos);
  }

  private static void sleep(long nanos) throws InterruptedException {
    if (nanos > 0) {
      TimeUnit.NANOSECONDS.sleep(nanos);
    }
  }

  @Override
  public void close() {
    lanes.close();
    call.close();
  }
}
