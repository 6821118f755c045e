package dev.rlaif.trainer.chat;

import dev.rlaif.api.v1alpha1.Endpoint;
import java.time.Duration;
import java.util.OptionalDouble;
import org.jspecify.annotations.Nullable;

/**
 * What a client may ask of a server.
 *
 * @param concurrency conversations under way at once
 * @param retries further attempts after the first
 * @param sampleDeadline for one conversation with all its attempts and waits, from its first
 *     request or from the end of an outage
 * @param outageLimit how long a server that is down is waited for; longer, and conversations fail
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
    Duration outageLimit,
    Duration backoffUnit,
    long maxResponseBytes) {

  private static final long MAX_RESPONSE_BYTES = 4L << 20;

  public ChatLimits {
    if (concurrency < 1) {
      throw new IllegalArgumentException("concurrency is " + concurrency + ": must be at least 1");
    }
    if (retries < 0) {
      throw new IllegalArgumentException("retries is " + retries + ": must not be negative");
    }
  }

  /** As a document sets them. */
  static ChatLimits of(Endpoint spec) {
    return new ChatLimits(
        spec.throughput().concurrency(),
        optional(spec.throughput().requestsPerMinute()),
        optional(spec.throughput().tokensPerSecond()),
        Duration.ofSeconds(spec.timeoutSeconds()),
        spec.retries(),
        Duration.ofSeconds(spec.sampleDeadlineSeconds()),
        Duration.ofSeconds(spec.outageLimitSeconds()),
        Duration.ofSeconds(1),
        MAX_RESPONSE_BYTES);
  }

  /** Of one question whose answer must be known soon, be it that nobody answers. */
  ChatLimits impatient() {
    return new ChatLimits(
        concurrency,
        requestsPerMinute,
        tokensPerSecond,
        requestTimeout,
        Math.min(1, retries),
        sampleDeadline,
        Duration.ZERO,
        backoffUnit,
        maxResponseBytes);
  }

  private static OptionalDouble optional(@Nullable Integer value) {
    return value == null ? OptionalDouble.empty() : OptionalDouble.of(value);
  }
}
