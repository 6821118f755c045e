package dev.rlaif.trainer.chat;

import java.time.Duration;
import java.util.Optional;

/**
 * Leaves a server alone that failed many times in a row, but for one trial now and then: at first
 * soon, for the failures may have been chance, then ever later.
 */
final class CircuitBreaker {
  private static final Duration FIRST_TRIAL = Duration.ofSeconds(1);
  private static final Duration LONGEST = Duration.ofSeconds(15);
  private static final int MOST_FAILURES = 10;
  private static final int FEWEST_FAILURES = 3;

  private final int failuresToOpen;
  private final long firstTrialNanos;
  private final long longestNanos;
  private int failures;
  private long failingSince;
  private String lastFailure = "";
  private long interval;
  private long nextTrial;
  private boolean down;
  private int outagesEnded;

  /**
   * A breaker.
   *
   * @param firstTrial between the last failure and the first trial; each next one waits twice as
   *     long, up to {@code longest}
   */
  CircuitBreaker(int failuresToOpen, Duration firstTrial, Duration longest) {
    this.failuresToOpen = failuresToOpen;
    this.firstTrialNanos = firstTrial.toNanos();
    this.longestNanos = longest.toNanos();
  }

  /**
   * Opens before a conversation that is alone with a failing server has used up its attempts.
   *
   * @param retries of a conversation
   */
  static CircuitBreaker of(int retries) {
    int failures = Math.max(FEWEST_FAILURES, Math.min(MOST_FAILURES, retries + 1));
    return new CircuitBreaker(failures, FIRST_TRIAL, LONGEST);
  }

  synchronized boolean isOpen() {
    return failures >= failuresToOpen;
  }

  /** Nanoseconds until a trial may be sent; 0 lets this caller make it, and no other. */
  synchronized long trialIn(long nowNanos) {
    long wait = nextTrial - nowNanos;
    if (wait > 0) {
      return wait;
    }
    interval = Math.min(longestNanos, 2 * interval);
    nextTrial = nowNanos + interval;
    return 0;
  }

  /**
   * Hears of a trial, whose request was already heard of by the methods below.
   *
   * @return whether it is the first to say that the server is down in earnest
   */
  synchronized boolean tried(ChatResult result) {
    boolean first = !down && isOpen() && result instanceof ChatFailure;
    down |= first;
    return first;
  }

  /** How often the server was down in earnest, so that a trial failed, and came back. */
  synchronized int outagesEnded() {
    return outagesEnded;
  }

  synchronized void serverAnswered() {
    failures = 0;
    outagesEnded += down ? 1 : 0;
    down = false;
  }

  synchronized void serverFailed(long nowNanos, String why) {
    if (failures == 0) {
      failingSince = nowNanos;
    }
    lastFailure = why;
    if (++failures == failuresToOpen) {
      interval = firstTrialNanos;
      nextTrial = nowNanos + interval;
    }
  }

  /** What is known while the server is left alone. */
  synchronized Optional<Outage> outage(long nowNanos) {
    return isOpen()
        ? Optional.of(new Outage(Duration.ofNanos(nowNanos - failingSince), lastFailure))
        : Optional.empty();
  }
}
