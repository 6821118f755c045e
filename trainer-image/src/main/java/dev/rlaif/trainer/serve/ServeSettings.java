package dev.rlaif.trainer.serve;

import dev.rlaif.trainer.tracking.LoggedRequest;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * Where and how a server answers.
 *
 * @param host address to listen on; 127.0.0.1 is reached from this machine only
 * @param port 0 takes a free one
 * @param keys that clients need
 * @param log who is told of each request that was answered, and must return at once
 */
public record ServeSettings(
    String host,
    int port,
    ServeLimits limits,
    ServeTimes times,
    ApiKeys keys,
    Optional<Consumer<LoggedRequest>> log) {

  /** This machine only, moderate limits, no keys. */
  public static ServeSettings local(int port) {
    return new ServeSettings(
        "127.0.0.1", port, ServeLimits.USUAL, ServeTimes.USUAL, ApiKeys.none(), Optional.empty());
  }

  public ServeSettings withHost(String address) {
    return new ServeSettings(address, port, limits, times, keys, log);
  }

  public ServeSettings withLimits(ServeLimits other) {
    return new ServeSettings(host, port, other, times, keys, log);
  }

  public ServeSettings withTimes(ServeTimes other) {
    return new ServeSettings(host, port, limits, other, keys, log);
  }

  public ServeSettings withKeys(ApiKeys other) {
    return new ServeSettings(host, port, limits, times, other, log);
  }

  public ServeSettings withLog(Consumer<LoggedRequest> other) {
    return new ServeSettings(host, port, limits, times, keys, Optional.of(other));
  }
}
