package dev.rlaif.trainer.chat;

/**
 * Requests per minute and tokens per second that a server grants, as a leaky bucket: nothing is
 * saved up, and whoever sends pays before the next one may. So no span of time holds more than its
 * share and one request, however the server counts.
 */
final class Budget {
  /** Lets a request that was late on its way not fall into the share of the next ones. */
  private static final double PACE = 0.99;

  /** Tokens a byte of JSON, as long as the server has not told any count. */
  private static final double ASSUMED_RATIO = 1 / 3.0;

  /** A long request raises the estimate at once, short ones lower it slowly. */
  private static final double DECAY = 0.05;

  private final double nanosPerRequest;
  private final double nanosPerToken;
  private double tokensPerByte = ASSUMED_RATIO;
  private boolean counted;
  private double freeAt;

  /**
   * Leave to send one request.
   *
   * @param sendAt nanoseconds of the clock that it was asked with
   * @param nanos that were set aside for it
   */
  record Grant(long sendAt, double nanos, int bytes) {}

  Budget(ChatLimits limits, long nowNanos) {
    nanosPerRequest = limits.requestsPerMinute().stream().map(r -> 60e9 / r).sum() / PACE;
    nanosPerToken = limits.tokensPerSecond().stream().map(r -> 1e9 / r).sum() / PACE;
    freeAt = nowNanos;
  }

  /**
   * Sets aside what one request needs.
   *
   * @param bytes of the request
   * @param replyTokens at most
   */
  synchronized Grant take(int bytes, int replyTokens, long nowNanos) {
    double nanos = nanos(bytes * tokensPerByte + (counted ? 0 : replyTokens));
    double sendAt = Math.max(freeAt, nowNanos);
    freeAt = sendAt + nanos;
    return new Grant((long) Math.ceil(sendAt), nanos, bytes);
  }

  /** Replaces the estimate of a request by what the server counted. */
  synchronized void settle(Grant grant, TokenUsage usage) {
    if (usage.total() == 0) {
      return;
    }
    freeAt += nanos(usage.total()) - grant.nanos();
    double seen = usage.total() / (double) grant.bytes();
    double slowly = tokensPerByte + DECAY * (seen - tokensPerByte);
    tokensPerByte = counted ? Math.max(seen, slowly) : seen;
    counted = true;
  }

  /** The server refused the request and so made no tokens; the request itself counts. */
  synchronized void refused(Grant grant) {
    freeAt += nanos(0) - grant.nanos();
  }

  private double nanos(double tokens) {
    return Math.max(nanosPerRequest, tokens * nanosPerToken);
  }
}
