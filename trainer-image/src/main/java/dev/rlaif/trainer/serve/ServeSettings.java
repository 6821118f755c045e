package dev.rlaif.trainer.serve;

import java.time.Duration;

/**
 * Limits of the server.
 *
 * @param host address to listen on; 127.0.0.1 is reached from this machine only
 * @param port 0 takes a free one
 * @param maxBatch answers that are generated together
 * @param maxQueue answers that wait; more are refused with 429
 * @param batchWait how long a batch waits for company
 * @param defaultMaxTokens of an answer whose request names no limit
 * @param maxTokens of an answer that a request may ask for
 * @param maxChoices answers to one request
 * @param heartbeat how often a silent stream is written to, which is how a client that left is
 *     noticed
 * @param stopGrace how long running answers may take to end when the server stops
 */
public record ServeSettings(
    String host,
    int port,
    int maxBatch,
    int maxQueue,
    Duration batchWait,
    int maxBodyBytes,
    int defaultMaxTokens,
    int maxTokens,
    int maxChoices,
    Duration heartbeat,
    Duration stopGrace) {

  /** This machine only, moderate limits. */
  public static ServeSettings local(int port) {
    return new ServeSettings(
        "127.0.0.1",
        port,
        16,
        64,
        Duration.ofMillis(5),
        1 << 20,
        256,
        4096,
        8,
        Duration.ofSeconds(2),
        Duration.ofSeconds(30));
  }

  public ServeSettings withHost(String address) {
    return new ServeSettings(
        address,
        port,
        maxBatch,
        maxQueue,
        batchWait,
        maxBodyBytes,
        defaultMaxTokens,
        maxTokens,
        maxChoices,
        heartbeat,
        stopGrace);
  }
}
