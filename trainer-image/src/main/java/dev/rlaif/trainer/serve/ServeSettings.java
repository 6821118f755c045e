package dev.rlaif.trainer.serve;

/**
 * Where and how a server answers.
 *
 * @param host address to listen on; 127.0.0.1 is reached from this machine only
 * @param port 0 takes a free one
 * @param keys that clients need
 */
public record ServeSettings(
    String host, int port, ServeLimits limits, ServeTimes times, ApiKeys keys) {

  /** This machine only, moderate limits, no keys. */
  public static ServeSettings local(int port) {
    return new ServeSettings(
        "127.0.0.1", port, ServeLimits.USUAL, ServeTimes.USUAL, ApiKeys.none());
  }

  public ServeSettings withHost(String address) {
    return new ServeSettings(address, port, limits, times, keys);
  }

  public ServeSettings withLimits(ServeLimits other) {
    return new ServeSettings(host, port, other, times, keys);
  }

  public ServeSettings withTimes(ServeTimes other) {
    return new ServeSettings(host, port, limits, other, keys);
  }

  public ServeSettings withKeys(ApiKeys other) {
    return new ServeSettings(host, port, limits, times, other);
  }
}
