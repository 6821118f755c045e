package dev.rlaif.trainer.chat;

import dev.rlaif.trainer.chat.ChatFailure.Kind;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The attempts at one conversation, until one succeeds or no further one makes sense. */
final class Conversation {
  private static final Logger LOG = LoggerFactory.getLogger(Conversation.class);
  private static final long NAP_NANOS = TimeUnit.MILLISECONDS.toNanos(200);

  private final ChatLimits limits;
  private final Attempt attempt;
  private final Attempt trial;
  private final CircuitBreaker circuit;
  private final String url;
  private final long started = System.nanoTime();
  private long deadline;
  private int outagesBefore;
  private int tries;
  private int sent;

  /** One request, as often as it is sent. */
  interface Attempt {
    /** Waits until the budget allows it. */
    Budget.Grant turn() throws InterruptedException;

    /** Sends it, within so many nanoseconds. */
    CompletionCall.Outcome make(Budget.Grant turn, long remainingNanos);
  }

  /** What waiting for a server came to. */
  private enum Waited {
    /** it is up, and was */
    NOT,
    /** it was down and is back */
    OUTAGE,
    /** it was down for too long */
    TOO_LONG
  }

  /**
   * One conversation.
   *
   * @param trial whether the server answers at all: another request than the conversation's own, so
   *     that one request that breaks a server is not taken for an outage
   */
  Conversation(
      ChatLimits limits, Attempt attempt, Attempt trial, CircuitBreaker circuit, String url) {
    this.limits = limits;
    this.attempt = attempt;
    this.trial = trial;
    this.circuit = circuit;
    this.url = url;
    this.outagesBefore = circuit.outagesEnded();
  }

  ChatResult run() throws InterruptedException {
    if (await() == Waited.TOO_LONG) {
      return givenUp();
    }
    while (true) {
      Budget.Grant turn = attempt.turn();
      if (tries == 0) {
        begin();
      }
      sent++;
      tries++;
      CompletionCall.Outcome outcome = attempt.make(turn, deadline - System.nanoTime());
      if (!(outcome.result() instanceof ChatFailure failure) || !failure.kind().retryable()) {
        return after(outcome.result());
      }
      switch (await()) {
        case TOO_LONG -> {
          return givenUp();
        }
        // What failed because nobody could succeed speaks neither for nor against this one.
        case OUTAGE -> tries = 0;
        case NOT -> {
          Optional<Duration> wait = waitBeforeNext(outcome.retryAfter());
          if (wait.isEmpty()) {
            return after(failure);
          }
          sleep(wait.get().toNanos());
        }
      }
    }
  }

  /** The deadline is for what the server does, not for the turns of others. */
  private void begin() {
    deadline = System.nanoTime() + limits.sampleDeadline().toNanos();
    outagesBefore = circuit.outagesEnded();
  }

  private Optional<Duration> waitBeforeNext(Optional<Duration> retryAfter) {
    if (tries > limits.retries()) {
      return Optional.empty();
    }
    double jitter = ThreadLocalRandom.current().nextDouble();
    Duration wait = Backoff.delay(tries, limits.backoffUnit(), jitter, retryAfter);
    // A wait that outlives the deadline can only end in silence: give the reason now.
    return wait.toNanos() < deadline - System.nanoTime() ? Optional.of(wait) : Optional.empty();
  }

  /** Waits while the circuit is open; whoever's turn it is tries whether the server is back. */
  private Waited await() throws InterruptedException {
    while (circuit.isOpen()) {
      long now = System.nanoTime();
      long wait = circuit.trialIn(now);
      if (wait == 0) {
        ChatResult result = trial.make(trial.turn(), limits.requestTimeout().toNanos()).result();
        if (circuit.tried(result) && result instanceof ChatFailure failure) {
          long seconds = limits.outageLimit().toSeconds();
          LOG.warn(
              "waiting, at most {} s, for a server that is down: {}", seconds, failure.message());
        }
      } else if (lasted(now).compareTo(limits.outageLimit()) >= 0) {
        return Waited.TOO_LONG;
      } else {
        sleep(Math.min(wait, NAP_NANOS));
      }
    }
    return circuit.outagesEnded() == outagesBefore ? Waited.NOT : Waited.OUTAGE;
  }

  private Duration lasted(long now) {
    return circuit.outage(now).map(Outage::lasted).orElse(Duration.ZERO);
  }

  private ChatResult givenUp() {
    String why = circuit.outage(System.nanoTime()).map(Outage::why).orElse("");
    String what =
        url
            + " was down for longer than "
            + limits.outageLimit().toSeconds()
            + " s and is left alone; last: "
            + why;
    return after(ChatFailure.of(Kind.CIRCUIT_OPEN, 0, what));
  }

  private ChatResult after(ChatResult result) {
    Duration latency = Duration.ofNanos(System.nanoTime() - started);
    return result instanceof ChatReply reply
        ? reply.after(sent, latency)
        : ((ChatFailure) result).after(sent, latency);
  }

  static void sleep(long nanos) throws InterruptedException {
    if (nanos > 0) {
      TimeUnit.NANOSECONDS.sleep(nanos);
    }
  }
}
