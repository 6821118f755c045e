package dev.rlaif.trainer.chat;

import java.time.Duration;

/** Leaves a server alone that failed many times in a row, but for one trial now and then. */
final class CircuitBreaker {
  static final int FAILURES = 10;
  static final Duration TRIAL_INTERVAL = Duration.ofSeconds(15);

  private final int failuresToOpen;
  private final long trialIntervalNanos;
  private int failures;
  private long nextTrial;

  CircuitBreaker(int failuresToOpen, Duration trialInterval) {
    this.failuresToOpen = failuresToOpen;
    this.trialIntervalNanos = trialInterval.toNanos();
  }

  /** Nanoseconds until a request may be sent; 0 lets this one through. */
  synchronized long waitNanos(long nowNanos) {
    if (failures < failuresToOpen) {
      return 0;
    }
    long wait = nextTrial - nowNanos;
    if (wait > 0) {
      return wait;
    }
    nextTrial = nowNanos + trialIntervalNanos;
    return 0;
  }

  synchronized void serverAnswered() {
    failures = 0;
  }

  synchronized void serverFailed(long nowNanos) {
    if (++failures == failuresToOpen) {
      nextTrial = nowNanos + trialIntervalNanos;
    }
  }
}
