package dev.rlaif.trainer.chat;

import java.util.Optional;
import java.util.OptionalDouble;

/** Requests per minute and tokens per second that a server grants. */
final class Budget {
  /** Tokens of a request as long as the server has not told any count. */
  private static final double ASSUMED_TOKENS = 2000;

  private static final double NEW_COUNT_WEIGHT = 0.1;
  private static final double BURST_SECONDS = 1;

  private final Optional<TokenBucket> requests;
  private final Optional<TokenBucket> tokens;
  private double expectedTokens = ASSUMED_TOKENS;
  private boolean counted;

  Budget(ChatLimits limits, long nowNanos) {
    requests = bucket(limits.requestsPerMinute(), 60, nowNanos);
    tokens = bucket(limits.tokensPerSecond(), 1, nowNanos);
  }

  private static Optional<TokenBucket> bucket(OptionalDouble rate, double seconds, long nowNanos) {
    if (rate.isEmpty()) {
      return Optional.empty();
    }
    double perSecond = rate.getAsDouble() / seconds;
    double burst = Math.max(1, perSecond * BURST_SECONDS);
    return Optional.of(new TokenBucket(perSecond, burst, nowNanos));
  }

  /** Takes what one request needs; the caller waits the returned nanoseconds before it sends. */
  synchronized long take(long nowNanos) {
    long wait = requests.map(bucket -> bucket.take(1, nowNanos)).orElse(0L);
    return Math.max(wait, tokens.map(bucket -> bucket.take(expectedTokens, nowNanos)).orElse(0L));
  }

  /** Replaces the estimate of one request by its count. */
  synchronized void settle(TokenUsage usage) {
    if (usage.total() == 0) {
      return;
    }
    tokens.ifPresent(bucket -> bucket.giveBack(expectedTokens - usage.total()));
    expectedTokens =
        counted
            ? expectedTokens + NEW_COUNT_WEIGHT * (usage.total() - expectedTokens)
            : usage.total();
    counted = true;
  }
}
