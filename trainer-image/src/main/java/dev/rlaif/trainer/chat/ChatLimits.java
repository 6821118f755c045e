package dev.rlaif.trainer.chat;

import java.time.Duration;
import java.util.OptionalDouble;

/**
 * What a client may ask of a server.
 *
 * @param concurrency conversations under way at once
 * @param retries further attempts after the first
 * @param sampleDeadline for one conversation with all its attempts and waits, from its first
 *     request
 * @param backoffUnit the first wait between attempts; doubles up to thirty units
 * @param maxResponseBytes a longer response is malformed
 */
public record ChatLimits(
    int concurrency,
    OptionalDouble requestsPerMinute,
    OptionalDouble tokensPerSecond,
    Duration requestTimeout,
    int retries,
    Duration sampleDeadline,
    Duration backoffUnit,
    long maxResponseBytes) {

  public static final ChatLimits DEFAULT =
      new ChatLimits(
          16,
          OptionalDouble.empty(),
          OptionalDouble.empty(),
          Duration.ofSeconds(60),
          5,
          Duration.ofSeconds(300),
          Duration.ofSeconds(1),
          4L << 20);

  public ChatLimits {
    if (concurrency < 1) {
      throw new IllegalArgumentException("concurrency is " + concurrency + ": must be at least 1");
    }
    if (retries < 0) {
      throw new IllegalArgumentException("retries is " + retries + ": must not be negative");
    }
  }

  public ChatLimits withRetries(int count) {
    return new ChatLimits(
        concurrency,
        requestsPerMinute,
        tokensPerSecond,
        requestTimeout,
        count,
        sampleDeadline,
        backoffUnit,
        maxResponseBytes);
  }
}
