package dev.rlaif.api.v1alpha1;

import static java.util.Objects.requireNonNullElse;

import dev.rlaif.api.schema.Range;
import org.jspecify.annotations.Nullable;

/**
 * What a server is asked for at most.
 *
 * @param tokensPerSecond tokens that may be asked for; absent: no limit
 * @param requestsPerMinute requests that may be sent; absent: no limit
 * @param concurrency requests at the same time; default 16
 */
public record Throughput(
    @Nullable @Range(min = 1, max = 10000000) Integer tokensPerSecond,
    @Nullable @Range(min = 1, max = 10000000) Integer requestsPerMinute,
    @Range(min = 1, max = 4096) Integer concurrency) {
  static final Throughput DEFAULTS = new Throughput(null, null, 16);

  public Throughput {
    concurrency = requireNonNullElse(concurrency, 16);
  }
}
